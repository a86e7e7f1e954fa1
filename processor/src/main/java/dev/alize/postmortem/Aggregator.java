package dev.alize.postmortem;

import dev.alize.trail.Entry;
import dev.alize.trail.Trail;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts a window as it is read. Each partition has an accumulator of its own, so that they share nothing; the memory
 * does not depend on how many events there are. Safe to use from the threads of a {@link Trail}.
 */
public final class Aggregator implements Trail.Visitor {
    /** Of all partitions together: about 80 MB at the most. */
    private static final int MOST_OPEN = 2_000_000;

    private final Slices slices;
    private final int mostOpen;
    private final Map<Integer, Accumulator> partitions = new ConcurrentHashMap<>();

    /** @param partitions how many there are about, 1 or more */
    public Aggregator(Slices slices, int partitions) {
        this.slices = slices;
        this.mostOpen = MOST_OPEN / Math.max(1, partitions);
    }

    @Override
    public void visit(Entry entry) {
        partitions
                .computeIfAbsent(entry.partition(), partition -> new Accumulator(slices, mostOpen))
                .add(entry);
    }

    /** What there was; to be called once, when everything is read. */
    public Report report(Notes notes) {
        Tally all = new Tally(slices.count());
        partitions.values().forEach(partition -> all.add(partition.end()));
        return new Findings(slices, all, notes).report();
    }
}
