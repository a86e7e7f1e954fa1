package dev.alize.gateway;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What this instance knows its monitoring to miss: probes that ended no more, and audit events that were lost. Thread-safe. */
final class BlindSpots {
    private static final long LATELY_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Supplier<List<String>> overdueProbes;
    private final LongSupplier lostEvents;
    private final LongSupplier nanoTime;
    private long lost;
    private long lostLately;
    private long lostNanos;

    /**
     * @param overdueProbes targets whose probes do not end any more
     * @param lostEvents audit events that were lost since the start
     */
    BlindSpots(Supplier<List<String>> overdueProbes, LongSupplier lostEvents, LongSupplier nanoTime) {
        this.overdueProbes = overdueProbes;
        this.lostEvents = lostEvents;
        this.nanoTime = nanoTime;
    }

    /** The worst one, as a sentence without its full stop; empty where nothing is known to be missing. */
    Optional<String> worst() {
        List<String> overdue = overdueProbes.get();
        return overdue.isEmpty()
                ? lost()
                : Optional.of("No probe of " + String.join(", ", overdue) + " has ended for a long time");
    }

    private synchronized Optional<String> lost() {
        long now = nanoTime.getAsLong();
        long all = lostEvents.getAsLong();
        if (lostLately > 0 && now - lostNanos > LATELY_NANOS) {
            lostLately = 0;
        }
        if (all > lost) {
            lostLately += all - lost;
            lost = all;
            lostNanos = now;
        }
        return lostLately == 0
                ? Optional.empty()
                : Optional.of(lostLately + " audit events of an instance were lost; its log has them");
    }
}
