package dev.alize.simulator;

import java.util.concurrent.atomic.LongAdder;

/** Counts streams. Shared by the event loops; every method may be called from any thread. */
final class StreamCounters {
    private final LongAdder started = new LongAdder();
    private final LongAdder finished = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder broken = new LongAdder();

    void started() {
        started.increment();
    }

    void finished() {
        finished.increment();
    }

    void cancelled() {
        cancelled.increment();
    }

    void broken() {
        broken.increment();
    }

    Statistics.Streams read() {
        return new Statistics.Streams(started.sum(), finished.sum(), cancelled.sum(), broken.sum());
    }

    void reset() {
        started.reset();
        finished.reset();
        cancelled.reset();
        broken.reset();
    }
}
