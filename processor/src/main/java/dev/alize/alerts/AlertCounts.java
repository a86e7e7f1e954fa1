package dev.alize.alerts;

import dev.alize.config.ReceiverSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts by receiver. Safe to use from any thread; a receiver that it was not made for is not counted. */
public final class AlertCounts implements AlertObserver {
    private final Map<String, Counts> receivers = new TreeMap<>();
    private final AtomicLong skipped = new AtomicLong();

    /**
     * Of one receiver.
     *
     * @param taken updates that it took
     * @param failed attempts that failed
     * @param givenUp updates that were tried for too long
     * @param waiting updates that wait
     */
    public record Counts(AtomicLong taken, AtomicLong failed, AtomicLong givenUp, AtomicLong waiting) {
        Counts() {
            this(new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong());
        }
    }

    public AlertCounts(List<ReceiverSettings> receivers) {
        receivers.forEach(one -> this.receivers.put(one.name(), new Counts()));
    }

    /** The counts by name of the receiver. */
    public Map<String, Counts> receivers() {
        return Map.copyOf(receivers);
    }

    /** Records that were none that can be told. */
    public AtomicLong skipped() {
        return skipped;
    }

    private Counts of(String receiver) {
        Counts found = receivers.get(receiver);
        return found == null ? new Counts() : found;
    }

    @Override
    public void taken(String receiver, int updates) {
        of(receiver).taken().addAndGet(updates);
    }

    @Override
    public void failed(String receiver) {
        of(receiver).failed().incrementAndGet();
    }

    @Override
    public void givenUp(String receiver, int updates) {
        of(receiver).givenUp().addAndGet(updates);
    }

    @Override
    public void waiting(String receiver, int updates) {
        of(receiver).waiting().set(updates);
    }

    @Override
    public void unfit() {
        skipped.incrementAndGet();
    }
}
