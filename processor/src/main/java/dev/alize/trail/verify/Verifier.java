package dev.alize.trail.verify;

import dev.alize.trail.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies entries as they are read, in memory that grows with chains and findings, not with events. Several threads may
 * bring entries, each those of another partition.
 */
public final class Verifier {
    private final Seals seals;
    private final Terms terms;
    private final Map<Integer, PartitionCheck> partitions = new ConcurrentHashMap<>();

    /** @param seals complete */
    public Verifier(Seals seals, Terms terms) {
        this.seals = seals;
        this.terms = terms;
    }

    /** Takes the next entry of its partition. */
    public void take(Entry entry) {
        partitions
                .computeIfAbsent(entry.partition(), number -> new PartitionCheck(number, seals, terms))
                .take(entry);
    }

    /** What came of it. Call it once, after the last entry. */
    public Result result() {
        Findings all = new Findings();
        seals.findings().kept().forEach(all::add);
        List<PartitionCheck> checks = partitions.values().stream()
                .sorted(Comparator.comparingInt(PartitionCheck::partition))
                .toList();
        dropStrays(checks, all);
        for (PartitionCheck check : checks) {
            check.end();
            check.findings.kept().forEach(all::add);
        }
        tellUnseen(checks, all);
        return new Result(
                checks.stream().mapToLong(PartitionCheck::records).sum(),
                checks.stream().mapToLong(PartitionCheck::unchained).sum(),
                seals.genuine(),
                all.kept(),
                all.counts(),
                ends(checks));
    }

    /** A chain is in one partition only: where it has fewest events, they were copied there. */
    private static void dropStrays(List<PartitionCheck> checks, Findings all) {
        Map<String, PartitionCheck> homes = new HashMap<>();
        for (PartitionCheck check : checks) {
            for (String chain : List.copyOf(check.chains.keySet())) {
                PartitionCheck other = homes.get(chain);
                if (other == null) {
                    homes.put(chain, check);
                    continue;
                }
                boolean here = events(check, chain) > events(other, chain);
                PartitionCheck stray = here ? other : check;
                homes.put(chain, here ? check : other);
                TreeMap<Long, EpochCheck> copies = stray.chains.remove(chain);
                if (copies != null) {
                    EpochCheck copied = copies.firstEntry().getValue();
                    all.add(copied.finding(
                            Finding.Kind.INSERTED,
                            copied.firstOffset,
                            -1,
                            "events of the chain stand in another partition, too"));
                }
            }
        }
    }

    private static long events(PartitionCheck check, String chain) {
        TreeMap<Long, EpochCheck> epochs = check.chains.get(chain);
        return epochs == null
                ? 0
                : epochs.values().stream().mapToLong(epoch -> epoch.count).sum();
    }

    /** What seals prove although none of it is there. */
    private void tellUnseen(List<PartitionCheck> checks, Findings all) {
        Set<Seals.Place> seen = new HashSet<>();
        checks.forEach(check -> check.chains.forEach(
                (chain, epochs) -> epochs.keySet().forEach(epoch -> seen.add(new Seals.Place(chain, epoch)))));
        seals.lines().entrySet().stream()
                .filter(line -> !seen.contains(line.getKey()))
                .sorted(Comparator.comparing(line -> line.getKey().chain()))
                .forEach(line -> Expected.of(line.getValue(), terms)
                        .ifPresent(expected -> all.add(new Finding(
                                Finding.Kind.MISSING,
                                line.getValue().partition,
                                -1,
                                Seals.safe(line.getKey().chain()),
                                line.getKey().epoch(),
                                expected.first(),
                                expected.last(),
                                expected.last() - expected.first() + 1,
                                "events are missing"))));
    }

    private List<ChainEnd> ends(List<PartitionCheck> checks) {
        List<ChainEnd> ends = new ArrayList<>();
        for (PartitionCheck check : checks) {
            check.chains.forEach((chain, epochs) -> epochs.forEach((number, epoch) -> {
                Seals.Line line = seals.line(chain, number);
                long sealed = line == null || line.seals.isEmpty() ? -1 : line.seals.lastKey();
                ends.add(new ChainEnd(
                        check.partition(), Seals.safe(chain), number, epoch.count, epoch.next - 1, sealed));
            }));
        }
        ends.sort(Comparator.comparingInt(ChainEnd::partition)
                .thenComparing(ChainEnd::chain)
                .thenComparingLong(ChainEnd::epoch));
        return ends;
    }
}
