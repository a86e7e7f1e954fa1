package dev.alize.budget;

import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.BudgetLease;
import org.jspecify.annotations.Nullable;

/**
 * A partition's side of one account: what it may still spend, and what it tells the ledger. Amounts are billionths of a
 * USD or tokens, 0 or more. Not thread-safe.
 */
public final class Lease {
    /** What is not told at once is told so often, in milliseconds. */
    private static final long TELL_MS = 1_000;
    /** A claim that nobody answers is repeated. */
    private static final long REPEAT_MS = 2_000;

    private final String account;
    private final BudgetLease row;
    private long reserved;
    private long firstNeed;
    private long allNeeds;
    /** What the last grant added. */
    private long step;
    /** Whether the ledger added nothing when it was last told that the lease runs low. */
    private boolean dry;
    /** The need that is claimed and not yet granted or refused; 0 where there is none. */
    private long claimed;

    private boolean changed;
    private long toldAt;

    Lease(String account, BudgetLease row) {
        this.account = account;
        this.row = row;
    }

    public String account() {
        return account;
    }

    BudgetLease row() {
        return row;
    }

    void limit(long limit) {
        if (row.getLimit() != limit) {
            row.setLimit(limit);
            changed = true;
        }
    }

    /** What all partitions together may spend. */
    public long limit() {
        return row.getLimit();
    }

    /** What was spent by all partitions, as far as this one knows. */
    public long spent() {
        return row.getSpent() + row.getSpentElsewhere();
    }

    public long reserved() {
        return reserved;
    }

    private long lease() {
        return row.getGranted() - row.getReturned();
    }

    private long free() {
        return lease() - row.getSpent() - reserved;
    }

    /**
     * Whether the limit has no room for it, whatever becomes of what is reserved now. A limit that is not known yet always
     * has, and so has every limit for what costs nothing.
     */
    public boolean isOver(long need) {
        return need > 0 && row.getLimit() > 0 && spent() + need > row.getLimit();
    }

    /** Whether some partition waits for it. */
    public boolean isScarce() {
        return row.getScarce();
    }

    /** Whether the lease has room for it. */
    public boolean fits(long need) {
        return need == 0 || need <= free();
    }

    /**
     * Reserves it, whether it fits or not. What does not is taken all the same for another attempt of a request that was
     * paid for an attempt already, for one that was sent to a cheaper target, and where a budget only watches.
     */
    void reserve(long need) {
        reserved += need;
        if (free() * 4 < step) {
            changed = true;
        }
    }

    /** What was reserved is spent, or not. */
    void settle(long released, long spent) {
        reserved -= released;
        row.setSpent(row.getSpent() + spent);
        changed = true;
    }

    /** @param first of the first request that waits, 0 where none does */
    void await(long first, long all) {
        if (first != firstNeed || all != allNeeds) {
            firstNeed = first;
            allNeeds = all;
            changed = true;
        }
    }

    /** Something was granted, or only said; a record that is older than what is known changes nothing. */
    void grant(BudgetGrant grant) {
        long before = row.getGranted();
        row.setGranted(Math.max(before, grant.getGranted()));
        row.setReturned(Math.max(row.getReturned(), grant.getReturned()));
        row.setSpent(Math.max(row.getSpent(), grant.getSpent()));
        row.setSpentElsewhere(Math.max(row.getSpentElsewhere(), grant.getSpentElsewhere()));
        if (grant.getNumber() < row.getNumber() && row.getGranted() == before) {
            return;
        }
        changed |= grant.getNumber() > row.getNumber(); // this side has lost its memory: the last claims were not heard
        row.setNumber(Math.max(row.getNumber(), grant.getNumber()));
        changed |= grant.getScarce() && !row.getScarce();
        row.setScarce(grant.getScarce());
        long added = row.getGranted() - before;
        dry = added == 0;
        if (added > 0) {
            step = added;
            claimed = 0;
            changed |= firstNeed > 0;
        }
    }

    /** The next claim, where there is something to tell now; else null. What is scarce and not needed is given back. */
    @Nullable
    BudgetClaim claim(int partition, long nowMs) {
        boolean waits = firstNeed > 0 && firstNeed > free();
        boolean low = !dry && !row.getScarce() && free() * 4 < step;
        boolean urgent = waits && claimed != firstNeed || low || row.getScarce();
        boolean repeat = waits && nowMs - toldAt >= REPEAT_MS;
        if (!repeat && (!changed || !urgent && nowMs - toldAt < TELL_MS)) {
            return null;
        }
        // What is too little for the first request serves nobody here: kept by every partition, it would serve nobody.
        long surplus = waits ? free() : free() - allNeeds;
        if (row.getScarce() && surplus > 0) {
            row.setReturned(row.getReturned() + surplus);
        }
        row.setNumber(row.getNumber() + 1);
        changed = false;
        toldAt = nowMs;
        claimed = waits ? firstNeed : 0;
        dry |= low;
        return BudgetClaim.newBuilder()
                .setAccount(account)
                .setPartition(partition)
                .setNumber(row.getNumber())
                .setLimit(row.getLimit())
                .setGranted(row.getGranted())
                .setReturned(row.getReturned())
                .setSpent(row.getSpent())
                .setReserved(reserved)
                .setNeeded(row.getSpent() + reserved + firstNeed)
                .setWanted(row.getSpent() + reserved + Math.max(firstNeed, allNeeds))
                .setLow(low)
                .build();
    }

    /** Whether requests wait for it. */
    public boolean isAwaited() {
        return firstNeed > 0;
    }

    /** Whether there is something that was not told yet, or may soon be. */
    boolean hasNews() {
        return changed || firstNeed > 0 || reserved > 0;
    }

    /** Everything is to be told again: the ledger may have been moved. */
    void announce() {
        changed = true;
    }

    void restored(long alreadyReserved) {
        reserved += alreadyReserved;
    }

    boolean isIdle() {
        return reserved == 0 && firstNeed == 0 && !changed;
    }
}
