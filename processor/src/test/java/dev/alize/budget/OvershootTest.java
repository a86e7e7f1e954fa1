package dev.alize.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.BudgetBook;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.BudgetLease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many partitions draw on one account while messages come late, twice and out of order, and tasks are killed. */
class OvershootTest {
    private static final String ACCOUNT = Account.name(Unit.USD, Period.DAY, 0, "acme", null);
    private static final int PARTITIONS = 6;
    private static final long LIMIT = 100_000;

    private record Call(long reserved, long actual) {
        long beyond() {
            return Math.max(0, actual - reserved);
        }
    }

    private static final class Memory implements Leases.Store {
        final Map<String, byte[]> rows = new HashMap<>();

        @Override
        public Map<String, BudgetLease> all() {
            Map<String, BudgetLease> all = new HashMap<>();
            rows.forEach((account, row) -> all.put(account, StoredAvro.read(row, BudgetLease.class)));
            return all;
        }

        @Override
        public void put(String account, BudgetLease lease) {
            rows.put(account, StoredAvro.write(lease));
        }

        @Override
        public void delete(String account) {
            rows.remove(account);
        }
    }

    private static final class Partition {
        final int number;
        final Memory store = new Memory();
        final List<Call> open = new ArrayList<>();
        final Deque<Long> waiting = new ArrayDeque<>();
        final boolean exact;
        Leases leases;
        long spent;
        /** What the calls that were open when something was reserved the last time may cost beyond it. */
        long bound;

        /** @param exact whether calls cost what they reserve, neither more nor less */
        Partition(int number, boolean exact) {
            this.number = number;
            this.exact = exact;
            this.leases = new Leases(number, store);
        }

        void restart() {
            leases = new Leases(number, store);
            open.forEach(call -> leases.restored(ACCOUNT, call.reserved()));
        }

        void reserve(Random random) {
            Lease lease = leases.of(ACCOUNT, LIMIT);
            while (!waiting.isEmpty()) {
                long need = waiting.element();
                if (lease.isOver(need)) {
                    waiting.remove();
                    continue;
                }
                if (!lease.fits(need)) {
                    break;
                }
                waiting.remove();
                lease.reserve(need);
                open.add(new Call(need, exact ? need : 1 + random.nextLong(2 * need)));
                bound = open.stream().mapToLong(Call::beyond).sum();
            }
            leases.await(
                    ACCOUNT,
                    waiting.isEmpty() ? 0 : waiting.element(),
                    waiting.stream().mapToLong(need -> need).sum());
        }

        void settle(Random random) {
            if (!open.isEmpty()) {
                Call call = open.remove(random.nextInt(open.size()));
                leases.settle(ACCOUNT, call.reserved(), call.actual());
                spent += call.actual();
            }
        }
    }

    private final List<BudgetClaim> claims = new ArrayList<>();
    private final List<BudgetGrant> grants = new ArrayList<>();
    private byte[] book = StoredAvro.write(BudgetBook.newBuilder().build());

    /** Keeps some messages for a second time; a topic keeps the order, a repeat does not. */
    private <T> List<T> some(List<T> messages, Random random) {
        List<T> taken = new ArrayList<>();
        int count = random.nextInt(messages.size() + 1);
        for (int i = 0; i < count; i++) {
            T message = messages.get(random.nextInt(messages.size()));
            taken.add(message);
            if (random.nextInt(4) > 0) {
                messages.remove(message);
            }
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void spendsNoMoreThanTheLimitAndWhatOpenCallsCostBeyondTheirReservations(long seed) {
        play(seed, 0);
    }

    /** Every partition has a part of the budget that is too small for its own requests, until they are put together. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void putsRemaindersTogetherWhereMoreWaitsThanTheBudgetHasRoomFor(long seed) {
        play(seed, 300);
    }

    private void play(long seed, int backlog) {
        Random random = new Random(seed);
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            Partition partition = new Partition(i, backlog > 0);
            for (int j = 0; j < backlog; j++) {
                partition.waiting.add(400 + random.nextLong(200));
            }
            partitions.add(partition);
        }
        for (int step = 0; step < 6_000; step++) {
            long now = step * 50L;
            for (Partition partition : partitions) {
                act(partition, step, random, now);
            }
            for (BudgetClaim claim : some(claims, random)) {
                BudgetBook row = StoredAvro.read(book, BudgetBook.class);
                Book opened = new Book(ACCOUNT, row);
                grants.addAll(opened.claim(claim));
                book = StoredAvro.write(opened.row());
            }
            for (BudgetGrant grant : some(grants, random)) {
                partitions.get(grant.getPartition()).leases.grant(grant);
            }
        }
        partitions.forEach(partition -> {
            while (!partition.open.isEmpty()) {
                partition.settle(random);
            }
        });
        long spent = partitions.stream().mapToLong(partition -> partition.spent).sum();
        long bound = partitions.stream().mapToLong(partition -> partition.bound).sum();
        System.out.printf(
                "seed %d: spent %,d of %,d, beyond it %,d, bound %,d%n", seed, spent, LIMIT, spent - LIMIT, bound);
        assertThat(spent).isLessThanOrEqualTo(LIMIT + bound);
        assertThat(spent).isGreaterThan(LIMIT - 2_000);
        assertThat(partitions)
                .allSatisfy(partition -> assertThat(partition.waiting).isEmpty());
    }

    private void act(Partition partition, int step, Random random, long now) {
        if (random.nextInt(200) == 0) {
            partition.restart();
        }
        if (step < 5_000 && random.nextInt(3) == 0) {
            partition.waiting.add(50 + random.nextLong(200));
        }
        if (random.nextInt(3) == 0) {
            partition.settle(random);
        }
        partition.reserve(random);
        partition.leases.claims(now, claims::add);
    }
}
