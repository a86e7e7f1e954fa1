package dev.alize.metrics.health;

import java.time.Duration;
import java.util.List;

/** What a gateway tells of itself. Asked from any thread; answers at once. */
public interface Instance {
    /** Name of the instance. */
    String name();

    /** Version of the configuration it follows now. */
    String configuration();

    InstanceState state();

    Levels levels();

    /** One for each stream thread that is alive. */
    List<ThreadPulse> threads();

    /** The targets of the configuration, so that they are listed before their first attempt. */
    List<KnownTarget> targets();

    /** After so long the broker aborts an open transaction. */
    Duration transactionTimeout();

    /** After so long without a poll a thread has lost its partitions. */
    Duration pollTimeout();
}
