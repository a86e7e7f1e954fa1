package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final Desk desk = new Desk("a");

    @Test
    void aQuietTargetHasTenRetriesASecondAndTenSaved() {
        assertThat(takeAll()).isEqualTo(10);
        desk.time.pass(Duration.ofMillis(99));
        assertThat(takeAll()).isZero();
        desk.time.pass(Duration.ofMillis(1));
        assertThat(takeAll()).isEqualTo(1);
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            desk.time.pass(Duration.ofMillis(100));
            taken += takeAll();
        }
        assertThat(taken).as("in a second").isEqualTo(10);
        desk.time.pass(Duration.ofHours(1));
        assertThat(takeAll()).isEqualTo(10);
    }

    @Test
    void firstAttemptsAddTheirShareAndRetriesNone() {
        takeAll();
        for (int i = 0; i < 50; i++) {
            desk.succeed("a");
            desk.end(desk.begin(Desk.AGAIN, "a"), Desk.failure(FailureKind.TIMEOUT));
        }
        assertThat(takeAll()).isBetween(4, 5);
    }

    @Test
    void manyFirstAttemptsDoNotSaveAStorm() {
        for (int i = 0; i < 10_000; i++) {
            desk.succeed("a");
        }
        assertThat(takeAll()).isEqualTo(110);
    }

    @Test
    void anUnknownTargetHoldsNothingBack() {
        assertThat(desk.router.takeRetry("gone")).isTrue();
    }

    private int takeAll() {
        int taken = 0;
        while (desk.router.takeRetry("a")) {
            taken++;
        }
        return taken;
    }
}
