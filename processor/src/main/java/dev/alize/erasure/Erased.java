package dev.alize.erasure;

import java.util.List;

/**
 * What became of an order to forget.
 *
 * @param id of the order, as the audit trail has it
 * @param partitions that have to forget
 * @param confirmed how many of them have said so in time
 * @param holdings by topic, in the order in which requests pass through them
 * @param unreadable records of dead letters that nobody can read, so nobody knows whose they are
 */
public record Erased(
        String id, int partitions, int confirmed, List<Holding> holdings, List<Changelog> changelogs, long unreadable) {
    public Erased {
        holdings = List.copyOf(holdings);
        changelogs = List.copyOf(changelogs);
    }

    public boolean isConfirmed() {
        return confirmed == partitions;
    }
}
