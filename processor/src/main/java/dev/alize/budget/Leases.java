package dev.alize.budget;

import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.BudgetLease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The leases of one partition, by account. Owned by one thread. */
public final class Leases {
    /** So long after its period an account that nothing happens to is forgotten, in milliseconds. */
    static final long KEPT_MS = 48L * 3_600_000;
    /** How often is looked for such accounts, in milliseconds. */
    private static final long CLEANING_MS = 3_600_000;

    /** Where leases outlive the task: in the transaction of what changed them. */
    public interface Store {
        /** Keeps nothing. */
        Store NONE = new Store() {
            @Override
            public Map<String, BudgetLease> all() {
                return Map.of();
            }

            @Override
            public void put(String account, BudgetLease lease) {}

            @Override
            public void delete(String account) {}
        };

        Map<String, BudgetLease> all();

        void put(String account, BudgetLease lease);

        void delete(String account);
    }

    private final int partition;
    private final Store store;
    private final Map<String, Lease> leases = new HashMap<>();
    /** Those that may have something to tell; the others were not touched since they last had nothing. */
    private final Set<Lease> stirring = new LinkedHashSet<>();

    private long cleanedAt;

    /** Takes up what the store has, and tells the ledger all of it again. */
    public Leases(int partition, Store store) {
        this.partition = partition;
        this.store = store;
        store.all().forEach((account, row) -> leases.put(account, new Lease(account, row)));
        leases.values().forEach(Lease::announce);
        stirring.addAll(leases.values());
    }

    /** The lease on an account, made where there is none. */
    public Lease of(String account) {
        Lease lease = leases.computeIfAbsent(
                account, name -> new Lease(name, new BudgetLease(0L, 0L, 0L, 0L, 0L, 0L, false)));
        stirring.add(lease);
        return lease;
    }

    /** The same, with the limit of today's configuration. */
    public Lease of(String account, long limit) {
        Lease lease = of(account);
        lease.limit(limit);
        return lease;
    }

    public void reserve(String account, long amount) {
        of(account).reserve(amount);
    }

    /** What was reserved before the task started. */
    public void restored(String account, long amount) {
        of(account).restored(amount);
    }

    /** What was reserved is spent, or part of it, or more. */
    public void settle(String account, long released, long spent) {
        Lease lease = of(account);
        lease.settle(released, spent);
        if (spent != 0) {
            store.put(account, lease.row());
        }
    }

    public void await(String account, long first, long all) {
        of(account).await(first, all);
    }

    public void grant(BudgetGrant grant) {
        Lease lease = of(grant.getAccount());
        lease.grant(grant);
        store.put(grant.getAccount(), lease.row());
    }

    /** Tells the ledger what it is to know now, and forgets accounts that are long over. */
    public void claims(long nowMs, Consumer<BudgetClaim> ledger) {
        for (Lease lease : List.copyOf(stirring)) {
            BudgetClaim claim = lease.claim(partition, nowMs);
            if (claim != null) {
                store.put(lease.account(), lease.row());
                ledger.accept(claim);
            }
        }
        stirring.removeIf(lease -> !lease.hasNews());
        if (nowMs - cleanedAt >= CLEANING_MS || nowMs < cleanedAt) {
            cleanedAt = nowMs;
            forgetOld(nowMs);
        }
    }

    private void forgetOld(long nowMs) {
        List<String> over = new ArrayList<>();
        leases.forEach((account, lease) -> {
            if (lease.isIdle() && Account.endsAt(account) + KEPT_MS < nowMs) {
                over.add(account);
            }
        });
        over.forEach(account -> {
            leases.remove(account);
            store.delete(account);
        });
    }

    public boolean hasNews() {
        return stirring.stream().anyMatch(Lease::hasNews);
    }
}
