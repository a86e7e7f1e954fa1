package dev.alize.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.Demand;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Route ROUTE = new Route(List.of("a", "b"));
    private static final Demand DEMAND = new Demand(null, Set.of(), 1, null, false);
    private final FakeRouter router = FakeRouter.of("a", "b");
    private final Slots slots = new Slots(2, 1_000, router::admit, Slots.Alarm.NONE, () -> 0);
    private final List<String> granted = new ArrayList<>();

    private Slots.Ticket await(String name, int rank, long bytes) {
        return slots.await(new Slots.Want(ROUTE, DEMAND, rank, bytes), ticket -> granted.add(name));
    }

    private void fill() {
        while (slots.tryTake(ROUTE, DEMAND) != null) {
            slots.hold(1);
        }
    }

    @Test
    void givesNoMoreSlotsThanThereAre() {
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNull();
        slots.giveBack(0);
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
    }

    @Test
    void beginsNothingWhileTooManyBytesAreHeld() {
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
        slots.hold(1_000);
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNull();
        slots.free(0, 1);
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
    }

    @Test
    void grantsInTheOrderOfArrivalAndNobodyOvertakesWhoWaits() {
        fill();
        await("a", 1, 1);
        await("b", 1, 1);
        slots.giveBack(1);
        assertThat(granted).containsExactly("a");
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNull();
        slots.giveBack(1);
        assertThat(granted).containsExactly("a", "b");
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void tellsTheTokensOfThoseThatWaitAndTheirNextExpiry() {
        fill();
        Demand large = new Demand(null, Set.of(), 100, 50L, false);
        await("a", 1, 1);
        Slots.Ticket b = slots.await(new Slots.Want(ROUTE, large, 1, 1), ticket -> granted.add("b"));
        assertThat(slots.waitingTokens()).isEqualTo(151);
        slots.giveBack(1);
        assertThat(slots.waitingTokens()).isEqualTo(150);
        b.leave();
        b.leave();
        assertThat(slots.waitingTokens()).isZero();

        assertThat(slots.nextExpiry()).isEqualTo(Long.MAX_VALUE);
        slots.expires("one", 5_000);
        slots.expires("two", 4_000);
        assertThat(slots.nextExpiry()).isEqualTo(4_000);
        slots.expires("two", Long.MAX_VALUE);
        assertThat(slots.nextExpiry()).isEqualTo(5_000);
    }

    @Test
    void theUrgentComeFirstButNobodyStarves() {
        fill();
        for (int i = 0; i < 200; i++) {
            await("interactive", 0, 1);
            await("normal", 1, 1);
            await("bulk", 2, 1);
        }
        for (int i = 0; i < 210; i++) {
            slots.giveBack(1);
        }
        assertThat(granted.getFirst()).isEqualTo("interactive");
        assertThat(granted.stream().filter("interactive"::equals)).hasSizeBetween(155, 165);
        assertThat(granted.stream().filter("normal"::equals)).hasSizeBetween(36, 44);
        assertThat(granted.stream().filter("bulk"::equals)).hasSizeBetween(8, 12);
    }

    @Test
    void aRankThatWasEmptyHasNoCreditForThatTime() {
        fill();
        for (int i = 0; i < 100; i++) {
            await("bulk", 2, 1);
        }
        for (int i = 0; i < 100; i++) {
            slots.giveBack(1);
        }
        for (int i = 0; i < 40; i++) {
            await("interactive", 0, 1);
            await("bulk", 2, 1);
        }
        granted.clear();
        for (int i = 0; i < 40; i++) {
            slots.giveBack(1);
        }
        assertThat(granted.stream().filter("bulk"::equals)).hasSizeBetween(1, 3);
    }

    @Test
    void whoLeavesGivesBackWhatWasGranted() {
        fill();
        Slots.Ticket first = await("first", 1, 10);
        Slots.Ticket second = await("second", 1, 10);
        await("third", 1, 10);
        second.leave();
        assertThat(slots.waiting()).isEqualTo(2);
        slots.giveBack(1);
        assertThat(granted).containsExactly("first");
        first.leave();
        first.leave();
        assertThat(first.use()).isNull();
        assertThat(granted).containsExactly("first", "third");
        assertThat(slots.taken()).isEqualTo(2);
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void largerBoundsLetTheWaitingGoAtOnce() {
        fill();
        await("a", 1, 1);
        slots.bound(3, 1_000);
        assertThat(granted).containsExactly("a");
    }

    @Test
    void grantsNothingOnceItIsStopped() {
        fill();
        await("a", 1, 1);
        slots.stop();
        slots.giveBack(1);
        assertThat(granted).isEmpty();
    }

    @Test
    void refusesBoundsThatLetNothingIn() {
        assertThatThrownBy(() -> new Slots(0, 1, router::admit, Slots.Alarm.NONE, () -> 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Slots(1, 0, router::admit, Slots.Alarm.NONE, () -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Waits whose time is far keep one alarm between them, however many others come and go. */
    @Test
    void alarmsDoNotMultiply() {
        List<Runnable> alarms = new ArrayList<>();
        long[] now = {0};
        Slots timed = new Slots(10, 1_000, router::admit, (delay, look) -> alarms.add(look), () -> now[0]);
        router.outOfQuota.add("a");
        for (int i = 0; i < 100; i++) {
            router.askAgainAt = 1_000_000 - i;
            timed.await(new Slots.Want(ROUTE, DEMAND, 1, 1), ticket -> {});
            timed.look();
        }
        List<Runnable> due = new ArrayList<>(alarms);
        alarms.clear();
        now[0] = 2_000_000;
        router.askAgainAt = 3_000_000;
        due.forEach(Runnable::run);
        assertThat(alarms).hasSize(1);
    }

    @Test
    void thoseOfOneRouteDoNotHoldUpThoseOfAnother() {
        router.outOfQuota.add("a");
        await("stuck", 1, 1);
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNull();
        assertThat(slots.tryTake(new Route(List.of("b")), DEMAND)).isNotNull();
        router.outOfQuota.clear();
        slots.look();
        assertThat(granted).containsExactly("stuck");
        assertThat(router.passes).extracting(pass -> pass.target().id()).containsExactly("b", "a");
    }

    @Test
    void theTargetIsChosenWhenTheCallMayBegin() {
        router.closed.add("a");
        router.outOfQuota.add("b");
        await("late", 1, 1);
        router.closed.clear();
        slots.look();
        assertThat(router.passes).extracting(pass -> pass.target().id()).containsExactly("a");
    }

    @Test
    void aGateThatThrowsLosesNobody() {
        boolean[] broken = {true};
        Slots fragile = new Slots(
                10,
                1_000,
                (route, demand, now) -> {
                    if (broken[0]) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    return router.admit(route, demand, now);
                },
                Slots.Alarm.NONE,
                () -> 0);
        fragile.await(new Slots.Want(ROUTE, DEMAND, 1, 1), ticket -> granted.add("one"));
        broken[0] = false;
        fragile.look();
        assertThat(granted).containsExactly("one");
    }
}
