package dev.alize.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.calls.Intake.Source;
import dev.alize.domain.Demand;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Route ROUTE = new Route(List.of("a", "b"));
    private static final Demand DEMAND = new Demand(null, Set.of(), 1, null, false);
    private final FakeRouter router = FakeRouter.of("a", "b");
    private final Slots slots = new Slots(1, 1_000, router::admit, Slots.Alarm.NONE, () -> 0);
    private final Intake intake = new Intake(slots, route -> false, new Intake.Limits(10, 1_000, 10));
    private final List<Slots.Ticket> tickets = new ArrayList<>();

    private void waiting(int count) {
        for (int i = 0; i < count; i++) {
            tickets.add(slots.await(new Slots.Want(ROUTE, DEMAND, 1, 1), ticket -> {}));
        }
    }

    @Test
    void closesWhenEnoughWaitAndOpensAtNineTenths() {
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
        waiting(9);
        assertThat(intake.isOpen(Source.REQUESTS)).isTrue();
        waiting(1);
        assertThat(intake.isOpen(Source.REQUESTS)).isFalse();
        tickets.get(0).leave();
        assertThat(intake.isOpen(Source.REQUESTS)).isTrue();
    }

    @Test
    void readsInteractiveRequestsForLonger() {
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
        waiting(19);
        assertThat(intake.isOpen(Source.REQUESTS)).isFalse();
        assertThat(intake.isOpen(Source.INTERACTIVE)).isTrue();
        waiting(1);
        assertThat(intake.isOpen(Source.INTERACTIVE)).isFalse();
    }

    @Test
    void withoutALookAheadItClosesAtTheBoundOfCallsItself() {
        intake.bound(new Intake.Limits(0, 1, 1));
        assertThat(intake.isOpen(Source.REQUESTS)).isTrue();
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNotNull();
        assertThat(intake.isOpen(Source.REQUESTS)).isFalse();
        slots.giveBack(0);
        assertThat(intake.isOpen(Source.REQUESTS)).isTrue();
    }

    @Test
    void shutsOnePartitionAndNotTheOthers() {
        intake.shut(3, true);
        assertThat(intake.isOpen(3)).isFalse();
        assertThat(intake.isOpen(4)).isTrue();
        intake.shut(3, false);
        assertThat(intake.isOpen(3)).isTrue();
    }

    @Test
    void countsWhatIsHeldInTheStores() {
        intake.holds(2, 1_001);
        assertThat(intake.holdsMoreThan(10)).isTrue();
        intake.holds(-1, -101);
        assertThat(intake.holdsMoreThan(10)).isFalse();
        assertThat(intake.holdsMoreThan(9)).isFalse();
        assertThat(intake.held()).isEqualTo(1);
    }

    @Test
    void staysClosedOnceItIsStopped() {
        intake.stop();
        assertThat(intake.isOpen(Source.REQUESTS)).isFalse();
        assertThat(intake.isOpen(Source.INTERACTIVE)).isFalse();
        assertThat(slots.tryTake(ROUTE, DEMAND)).isNull();
    }

    @Test
    void refusesLimitsThatLetNothingIn() {
        assertThatThrownBy(() -> new Intake.Limits(-1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Intake.Limits(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
