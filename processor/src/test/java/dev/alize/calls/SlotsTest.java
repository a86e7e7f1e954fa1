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
}
