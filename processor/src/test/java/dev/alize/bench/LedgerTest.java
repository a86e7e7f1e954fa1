package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final byte[] VALUE = {1};

    @Test
    void countsWhatIsMissingAndWhatCameTwice() throws InterruptedException {
        Ledger ledger = Ledger.of("run1", 4);
        ledger.arrived(0, 10, VALUE, 100);
        ledger.arrived(2, 11, VALUE, 200);
        ledger.arrived(2, 12, VALUE, 300);
        ledger.arrived(2, 13, VALUE, 400);
        assertThat(ledger.missing()).isEqualTo(2);
        assertThat(ledger.duplicates()).isEqualTo(2);
        assertThat(ledger.awaitAll(Duration.ZERO)).isFalse();
    }

    @Test
    void keepsTheFirstResponse() {
        Ledger ledger = Ledger.of("run1", 1);
        ledger.arrived(0, 10, VALUE, 100);
        ledger.arrived(0, 11, new byte[] {2}, 300);
        assertThat(ledger.offset(0)).isEqualTo(10);
        assertThat(ledger.arrival(0)).isEqualTo(100);
        assertThat(ledger.lastArrival()).isEqualTo(100);
        assertThat(ledger.value(0)).isEqualTo(VALUE);
    }

    @Test
    void isCompleteWhenEveryRequestIsAnswered() throws InterruptedException {
        Ledger ledger = Ledger.counting("run1", 2);
        ledger.arrived(1, 10, VALUE, 100);
        ledger.arrived(0, 10, VALUE, 50);
        assertThat(ledger.awaitAll(Duration.ZERO)).isTrue();
        assertThat(ledger.lastArrival()).isEqualTo(100);
        assertThat(ledger.value(0)).isNull();
    }

    @Test
    void knowsItsOwnIdsOnly() {
        Ledger ledger = Ledger.of("run1", 20);
        assertThat(ledger.number(ledger.id(17))).isEqualTo(17);
        assertThat(ledger.number("run2-17")).isEqualTo(-1);
        assertThat(ledger.number("run1-20")).isEqualTo(-1);
        assertThat(ledger.number("run1-x")).isEqualTo(-1);
        assertThat(ledger.number("run1--1")).isEqualTo(-1);
        assertThat(ledger.number("17")).isEqualTo(-1);
    }
}
