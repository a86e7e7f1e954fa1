package dev.alize.budget;

import dev.alize.schemas.BudgetBook;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.BudgetShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ledger's side of one account. What is leased and not given back never exceeds the limit by what the ledger decides:
 * only by what partitions spent or reserved beyond their leases, and by a limit that was lowered. Not thread-safe.
 */
final class Book {
    /** A lease holds at most this part of what is free, divided among the partitions, beyond what is needed. */
    private static final long PART = 4;

    private final String account;
    private final BudgetBook book;

    Book(String account, BudgetBook book) {
        this.account = account;
        this.book = book;
    }

    BudgetBook row() {
        return book;
    }

    /** Takes a claim down; returns what is to be told to partitions. */
    List<BudgetGrant> claim(BudgetClaim claim) {
        BudgetShare share = share(claim.getPartition());
        Set<BudgetShare> told = new HashSet<>();
        if (claim.getNumber() <= share.getNumber()) {
            return List.of(grant(share)); // a repeat, or of a partition that has lost its memory
        }
        boolean spentMore = claim.getSpent() > share.getSpent();
        write(share, claim);
        Set<Integer> changed = new HashSet<>();
        serve(changed);
        if (claim.getLow() && waiting().isEmpty()) {
            lease(share, lease(share) + free() / (PART * book.getShares().size()), changed);
        }
        boolean scarce = !waiting().isEmpty();
        boolean turned = scarce != book.getScarce();
        book.setScarce(scarce);
        List<BudgetGrant> grants = new ArrayList<>();
        for (BudgetShare other : book.getShares()) {
            boolean asked = other == share && (claim.getLow() || share.getNeeded() > 0 && share.getTurn() > 0);
            if (turned || asked || changed.contains(other.getPartition()) || spentMore && other.getTurn() > 0) {
                grants.add(grant(other));
            }
        }
        return grants;
    }

    private BudgetShare share(int partition) {
        for (BudgetShare share : book.getShares()) {
            if (share.getPartition() == partition) {
                return share;
            }
        }
        BudgetShare share = BudgetShare.newBuilder().setPartition(partition).build();
        book.getShares().add(share);
        return share;
    }

    private void write(BudgetShare share, BudgetClaim claim) {
        if (claim.getLimit() > 0) { // 0: a partition that does not know it since its start
            book.setLimit(claim.getLimit());
        }
        share.setNumber(claim.getNumber());
        share.setGranted(Math.max(share.getGranted(), claim.getGranted()));
        share.setReturned(Math.max(share.getReturned(), claim.getReturned()));
        share.setSpent(Math.max(share.getSpent(), claim.getSpent()));
        share.setReserved(claim.getReserved());
        share.setNeeded(claim.getNeeded());
        share.setWanted(claim.getWanted());
        boolean waits = claim.getNeeded() > claim.getSpent() + claim.getReserved() && claim.getNeeded() > lease(share);
        if (!waits) {
            share.setTurn(0);
        } else if (share.getTurn() == 0) {
            book.setTurns(book.getTurns() + 1);
            share.setTurn(book.getTurns());
        }
    }

    /** Gives those that wait what they need, in their turns; one that needs too much does not stop the others. */
    private void serve(Set<Integer> changed) {
        for (BudgetShare share : waiting()) {
            long extra = share.getNeeded() - lease(share);
            if (extra > free()) {
                continue;
            }
            long left = free() - extra;
            long queue = Math.min(Math.max(0, share.getWanted() - share.getNeeded()), left / 2);
            long ahead = (left - queue) / (PART * book.getShares().size());
            share.setTurn(0);
            lease(share, share.getNeeded() + queue + ahead, changed);
        }
    }

    private List<BudgetShare> waiting() {
        return book.getShares().stream()
                .filter(share -> share.getTurn() > 0)
                .sorted(Comparator.comparingLong(BudgetShare::getTurn))
                .toList();
    }

    private static void lease(BudgetShare share, long lease, Set<Integer> changed) {
        if (lease > lease(share)) {
            share.setGranted(share.getReturned() + lease);
            changed.add(share.getPartition());
        }
    }

    private static long lease(BudgetShare share) {
        return share.getGranted() - share.getReturned();
    }

    /** What no partition may spend yet. */
    private long free() {
        long held = 0;
        for (BudgetShare share : book.getShares()) {
            held += Math.max(lease(share), share.getSpent() + share.getReserved());
        }
        return Math.max(0, book.getLimit() - held);
    }

    private BudgetGrant grant(BudgetShare share) {
        long spent = 0;
        for (BudgetShare other : book.getShares()) {
            spent += other.getSpent();
        }
        return BudgetGrant.newBuilder()
                .setAccount(account)
                .setPartition(share.getPartition())
                .setNumber(share.getNumber())
                .setGranted(share.getGranted())
                .setReturned(share.getReturned())
                .setSpent(share.getSpent())
                .setSpentElsewhere(spent - share.getSpent())
                .setScarce(book.getScarce())
                .build();
    }
}
