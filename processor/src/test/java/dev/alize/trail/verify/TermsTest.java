package dev.alize.trail.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TermsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");

    @Test
    void whatTheOpenTransactionOfAKilledProcessHidesIsNotExpected() {
        assertThat(Terms.of(Instant.EPOCH, NOW, Instant.EPOCH, NOW).until()).isBefore(NOW.minusSeconds(15));
        Instant past = NOW.minusSeconds(3_600);
        assertThat(Terms.of(Instant.EPOCH, past, Instant.EPOCH, NOW).until()).isEqualTo(past);
    }
}
