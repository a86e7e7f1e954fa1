package dev.alize.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IntakeTest {
    private final Intake intake = new Intake(10, 1_000);

    private void call(int times, long bytes) {
        for (int i = 0; i < times; i++) {
            intake.called(bytes);
        }
    }

    @Test
    void closesAtTheBoundOfCallsAndOpensBelowNineTenths() {
        call(9, 0);
        assertThat(intake.isOpen()).isTrue();
        call(1, 0);
        assertThat(intake.isOpen()).isFalse();
        assertThat(intake.hasRoom()).isFalse();
        intake.returned(0);
        assertThat(intake.isOpen()).isTrue();
    }

    @Test
    void closesAtTheBoundOfBytesAndCountsAnswersUntilTheyAreReleased() {
        call(1, 999);
        assertThat(intake.isOpen()).isTrue();
        intake.returned(1);
        assertThat(intake.isOpen()).isFalse();
        intake.released(99);
        assertThat(intake.isOpen()).isFalse();
        intake.released(1);
        assertThat(intake.isOpen()).isTrue();
    }

    @Test
    void staysClosedOnceItIsStopped() {
        intake.stop();
        assertThat(intake.isOpen()).isFalse();
    }

    @Test
    void refusesBoundsThatLetNothingIn() {
        assertThatThrownBy(() -> new Intake(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Intake(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
