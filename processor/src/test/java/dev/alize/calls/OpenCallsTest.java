package dev.alize.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.Demand;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenCallsTest {
    private static final Route ROUTE = new Route(List.of("a", "b"));
    private static final Demand DEMAND = new Demand(null, Set.of(), 1, null, false);
    private static final long FOREVER = 60_000;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final FakeRouter router = FakeRouter.of("a", "b");
    private final Slots slots = new Slots(10, 1_000_000, router::admit, Slots.Alarm.NONE, () -> 0);
    private final OpenCalls<String, String> calls = new OpenCalls<>(slots, String::length, timer, FOREVER);
    private final Inbox<String> inbox = new Inbox<>();
    private final AtomicInteger cancelled = new AtomicInteger();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private static CallKey key(int number) {
        return new CallKey(0, RequestKey.of(new Identity("t", "r" + number, 0)), 7, 1);
    }

    private Consumer<String> open(CallKey key) {
        return line(key)::done;
    }

    private Line<String, String> line(CallKey key) {
        List<Line<String, String>> lines = new ArrayList<>();
        take();
        calls.open(key, "a", 100, inbox, line -> {
            lines.add(line);
            return cancelled::incrementAndGet;
        });
        return lines.getFirst();
    }

    private void take() {
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
        slots.hold(100);
    }

    private static List<String> drained(Inbox<String> from) {
        List<String> results = new ArrayList<>();
        from.drain(100, (key, result) -> results.add(result));
        return results;
    }

    @Test
    void aResultComesToTheInboxOnceAndCountsUntilItIsSettled() {
        Consumer<String> done = open(key(1));
        assertThat(slots.taken()).isEqualTo(1);
        assertThat(slots.heldBytes()).isEqualTo(100);
        done.accept("four");
        done.accept("again");
        assertThat(slots.taken()).isZero();
        assertThat(slots.heldBytes()).isEqualTo(104);
        assertThat(drained(inbox)).containsExactly("four");
        calls.settled(key(1));
        calls.settled(key(1));
        assertThat(slots.heldBytes()).isZero();
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void cancellingClosesTheConnectionAndDropsALateResult() {
        Consumer<String> done = open(key(1));
        calls.cancel(key(1));
        done.accept("late");
        assertThat(cancelled).hasValue(1);
        assertThat(drained(inbox)).isEmpty();
        assertThat(slots.taken()).isZero();
        assertThat(slots.heldBytes()).isZero();
    }

    @Test
    void anOrphanIsAdoptedWithTheResultThatCameMeanwhile() {
        Consumer<String> first = open(key(1));
        Consumer<String> second = open(key(2));
        calls.orphan(inbox);
        first.accept("meanwhile");
        Inbox<String> next = new Inbox<>();
        assertThat(calls.adopt(key(1), next)).isTrue();
        assertThat(calls.adopt(key(2), next)).isTrue();
        assertThat(calls.adopt(key(3), next)).isFalse();
        second.accept("later");
        assertThat(drained(next)).containsExactly("meanwhile", "later");
        assertThat(drained(inbox)).isEmpty();
    }

    @Test
    void aSettledButUncommittedResultIsStillThereForTheNextTask() {
        open(key(1)).accept("paid");
        assertThat(drained(inbox)).containsExactly("paid");
        calls.orphan(inbox);
        Inbox<String> next = new Inbox<>();
        assertThat(calls.adopt(key(1), next)).isTrue();
        assertThat(drained(next)).containsExactly("paid");
    }

    @Test
    void anOrphanThatNobodyAdoptsIsCancelledInTime() throws Exception {
        OpenCalls<String, String> hasty = new OpenCalls<>(slots, String::length, timer, 0);
        CountDownLatch gone = new CountDownLatch(1);
        take();
        hasty.open(key(1), "a", 100, inbox, done -> gone::countDown);
        hasty.orphan(inbox);
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(hasty.adopt(key(1), new Inbox<>())).isFalse();
    }

    @Test
    void theSameCallCannotBeOpenedTwice() {
        Consumer<String> unused = open(key(1));
        take();
        assertThatThrownBy(() -> calls.open(key(1), "a", 100, inbox, line -> () -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThat(slots.taken()).isEqualTo(1);
    }

    @Test
    void aCallThatCannotStartHoldsNothing() {
        take();
        assertThatThrownBy(() -> calls.open(key(1), "a", 100, inbox, done -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(slots.taken()).isZero();
        assertThat(slots.heldBytes()).isZero();
    }

    @Test
    void whateverTheOrderOfResultsCancelsAndAdoptionsTheCountsReturnToZero() {
        long seed = System.nanoTime();
        System.out.println("OpenCallsTest seed " + seed);
        Random random = new Random(seed);
        List<Runnable> steps = new ArrayList<>();
        slots.bound(2_000, Long.MAX_VALUE);
        for (int i = 0; i < 2_000; i++) {
            CallKey key = key(i);
            Consumer<String> done = open(key);
            steps.add(() -> done.accept("result"));
            steps.add(random.nextBoolean() ? () -> calls.cancel(key) : () -> calls.settled(key));
            steps.add(() -> calls.adopt(key, new Inbox<>()));
        }
        Collections.shuffle(steps, random);
        try (var threads = Executors.newFixedThreadPool(4)) {
            steps.forEach(threads::execute);
        }
        calls.close();
        assertThat(calls.size()).isZero();
        assertThat(slots.taken()).isZero();
        assertThat(slots.heldBytes()).isZero();
    }

    private List<String> written(List<Batch<String>> batches) {
        return batches.stream()
                .map(batch -> batch.sequence() + ":" + String.join("", batch.parts()))
                .toList();
    }

    @Test
    void partsThatCameTogetherAreOneBatchAndAreSaidOnce() {
        Line<String, String> line = line(key(1));
        line.part("a", 1);
        line.part("b", 1);
        List<CallKey> told = new ArrayList<>();
        inbox.drain(10, (key, result) -> told.add(key));
        assertThat(told).containsExactly(key(1));
        assertThat(written(calls.take(key(1)))).containsExactly("0:ab");
        line.part("c", 1);
        assertThat(written(calls.take(key(1)))).containsExactly("1:c");
        assertThat(calls.take(key(1))).isEmpty();
        line.done("all");
        assertThat(written(calls.takeLast(key(1), true))).containsExactly("2:");
    }

    @Test
    void aCallWithoutPartsHasALastBatchOnlyWhereItMustHaveOne() {
        line(key(1)).done("refused");
        assertThat(calls.takeLast(key(1), false)).isEmpty();
        assertThat(written(calls.takeLast(key(1), true))).containsExactly("0:");
    }

    @Test
    void aTaskThatAdoptsTakesTheUncommittedBatchesAgainAndGoesOnBehindThem() {
        Line<String, String> line = line(key(1));
        line.part("a", 1);
        calls.take(key(1));
        calls.committed(key(1), 0);
        line.part("b", 1);
        calls.take(key(1));
        line.part("c", 1);
        calls.orphan(inbox);
        line.part("d", 1);
        Inbox<String> next = new Inbox<>();
        assertThat(calls.adopt(key(1), next)).isTrue();
        assertThat(next.isEmpty()).isFalse();
        assertThat(written(calls.take(key(1)))).containsExactly("1:b", "2:cd");
    }

    @Test
    void partsCountUntilTheyAreCommittedAndTheAnswerUntilItIsSettled() {
        Line<String, String> line = line(key(1));
        line.part("a", 50);
        assertThat(slots.heldBytes()).isEqualTo(200);
        calls.take(key(1));
        calls.committed(key(1), 0);
        assertThat(slots.heldBytes()).isEqualTo(150);
        line.done("four");
        calls.settled(key(1));
        assertThat(slots.heldBytes()).isZero();
        line.part("late", 10);
        assertThat(slots.heldBytes()).isZero();
    }
}
