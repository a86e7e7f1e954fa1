package dev.alize.metrics.health;

import dev.alize.domain.QuotaState;
import dev.alize.domain.TargetState;
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

    /** How each target stands. */
    List<TargetState> targetStates();

    /** How each window of each quota group stands. */
    List<QuotaState> quotas();

    /** Audit events of the process, not of a request, that were dropped since its start. */
    long lostProcessEvents();

    /** After so long the broker aborts an open transaction. */
    Duration transactionTimeout();

    /** After so long without a poll a thread has lost its partitions. */
    Duration pollTimeout();

    /** Whether the books, which add usage up and watch for incidents, follow the audit trail. */
    default boolean booksRunning() {
        return false;
    }

    /** Time of the last audit event in the books, in milliseconds since 1970; 0 before the first. */
    default long lastBookedEvent() {
        return 0;
    }
}
