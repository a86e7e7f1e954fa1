package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Pass;
import dev.alize.domain.Router.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RampTest {
    private final Desk desk = new Desk("a");

    @BeforeEach
    void recover() {
        assertThat(desk.state("a").rampLimit()).as("none at the start").isEqualTo(Ramp.UNLIMITED);
        desk.breakDown("a");
        desk.time.pass(Duration.ofSeconds(10));
        desk.succeed("a");
        desk.succeed("a");
    }

    @Test
    void startsWithTwiceTheTrialsAndDoublesWithEachRoundTrip() {
        List<Pass> open = fill();
        assertThat(open).hasSize(4);
        assertThat(desk.later("a")).isEqualTo(Duration.ofSeconds(10));
        for (int expected : new int[] {8, 16, 32}) {
            int told = desk.told.get();
            open.forEach(pass -> desk.end(pass, Desk.success(5)));
            assertThat(desk.told.get()).isGreaterThan(told);
            desk.time.pass(Duration.ofSeconds(1));
            open = fill();
            assertThat(open).hasSize(expected);
        }
    }

    @Test
    void aFailureHalvesIt() {
        List<Pass> open = fill();
        desk.end(open.get(0), Desk.failure(FailureKind.PROVIDER_UNAVAILABLE));
        assertThat(desk.state("a").rampLimit()).isEqualTo(2);
        desk.end(open.get(1), Desk.failure(FailureKind.PROVIDER_UNAVAILABLE));
        desk.end(open.get(2), Desk.failure(FailureKind.PROVIDER_UNAVAILABLE));
        assertThat(desk.state("a").rampLimit()).as("never none").isEqualTo(1);
    }

    @Test
    void isOverAfterItsTime() {
        fill();
        for (int i = 0; i < 10; i++) {
            assertThat(desk.later("a")).isEqualTo(Duration.ofSeconds(10 - i));
            desk.time.pass(Duration.ofSeconds(1));
        }
        desk.begin("a");
        assertThat(desk.state("a").rampLimit()).isEqualTo(Ramp.UNLIMITED);
    }

    @Test
    void isOverOnceItHasNotHeldBackAnyForLong() {
        desk.time.pass(Duration.ofMillis(2_001));
        desk.begin("a");
        assertThat(desk.state("a").rampLimit()).isEqualTo(Ramp.UNLIMITED);
    }

    private List<Pass> fill() {
        List<Pass> open = new ArrayList<>();
        while (desk.admit(Desk.via("a"), Desk.ANY) instanceof Admission.Now now) {
            open.add(now.pass());
        }
        return open;
    }
}
