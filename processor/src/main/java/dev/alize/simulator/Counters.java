package dev.alize.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts calls. Shared by the event loops; every method may be called from any thread. */
final class Counters {
    private static final int MOST_IDS = 1_000_000;
    private static final int STATUSES = 600;

    private final boolean trackIds;
    private final LongAdder calls = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder untracked = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicLongArray answers = new AtomicLongArray(STATUSES);
    final StreamCounters streams = new StreamCounters();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    Counters(boolean trackIds) {
        this.trackIds = trackIds;
    }

    void called(@Nullable String requestId) {
        calls.increment();
        if (trackIds && requestId != null) {
            if (ids.size() < MOST_IDS || ids.containsKey(requestId)) {
                ids.merge(requestId, 1, Integer::sum);
            } else {
                untracked.increment();
            }
        }
    }

    void opened() {
        int now = open.incrementAndGet();
        if (now > mostOpen.get()) {
            mostOpen.accumulateAndGet(now, Math::max);
        }
    }

    void closed() {
        open.decrementAndGet();
    }

    void answered(int status) {
        answers.incrementAndGet(status);
    }

    void cancelled() {
        cancelled.increment();
    }

    void broken() {
        broken.increment();
    }

    Statistics read() {
        Map<Integer, Long> byStatus = new TreeMap<>();
        for (int status = 0; status < STATUSES; status++) {
            if (answers.get(status) > 0) {
                byStatus.put(status, answers.get(status));
            }
        }
        return new Statistics(
                calls.sum(),
                open.get(),
                mostOpen.get(),
                cancelled.sum(),
                broken.sum(),
                byStatus,
                streams.read(),
                ids,
                untracked.sum());
    }

    /** Back to zero, but for the calls that are open. */
    void reset() {
        calls.reset();
        cancelled.reset();
        broken.reset();
        untracked.reset();
        mostOpen.set(open.get());
        for (int status = 0; status < STATUSES; status++) {
            answers.set(status, 0);
        }
        streams.reset();
        ids.clear();
    }
}
