package dev.alize.topology.timing;

import dev.alize.domain.EngineObserver;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * Tells an observer how long stages take. A stage forwards within its own call, so the time of those behind it is taken
 * off: what is left is the stage's own, stores included.
 */
public final class StageTimes {
    /** Nanoseconds that the stages behind the running one took, on this thread. */
    private static final ThreadLocal<long[]> BEHIND = ThreadLocal.withInitial(() -> new long[1]);

    private final String stage;
    private final EngineObserver observer;
    private final LongSupplier clock;

    private StageTimes(String stage, EngineObserver observer, LongSupplier clock) {
        this.stage = stage;
        this.observer = observer;
        this.clock = clock;
    }

    /** The same processors, timed. */
    public static <K, V, L, W> ProcessorSupplier<K, V, L, W> of(
            String stage, EngineObserver observer, ProcessorSupplier<K, V, L, W> supplier) {
        return of(stage, observer, System::nanoTime, supplier);
    }

    /** @param clock nanoseconds since any moment */
    static <K, V, L, W> ProcessorSupplier<K, V, L, W> of(
            String stage, EngineObserver observer, LongSupplier clock, ProcessorSupplier<K, V, L, W> supplier) {
        StageTimes times = new StageTimes(stage, observer, clock);
        return () -> new TimedStage<>(supplier.get(), times);
    }

    void time(boolean look, Runnable work) {
        long[] behind = BEHIND.get();
        long before = behind[0];
        behind[0] = 0;
        long begun = clock.getAsLong();
        try {
            work.run();
        } finally {
            long took = clock.getAsLong() - begun;
            observer.staged(stage, look, took - behind[0]);
            behind[0] = before + took;
        }
    }
}
