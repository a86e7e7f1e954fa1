package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final long SECOND = 1_000_000_000;
    private final Ledger ledger = Ledger.of("chaos", 24);

    private void answered(int request, long second) {
        ledger.arrived(request, 0, new byte[0], second * SECOND);
    }

    @Test
    void reachFromTheLastResponseBeforeTheKillToTheFirstAfterIt() {
        answered(0, 1);
        answered(6, 8);
        answered(12, 15);
        answered(18, 40);
        assertThat(Gaps.longest(Set.of(0), 10 * SECOND, ledger)).hasValue(7);
    }

    @Test
    void areThoseOfTheDeadInstancesPartitionsAndTheLongestOfThem() {
        answered(0, 9);
        answered(6, 12);
        answered(1, 9);
        answered(7, 14);
        answered(2, 1);
        answered(8, 30);
        assertThat(Gaps.longest(Set.of(0, 1), 10 * SECOND, ledger)).hasValue(5);
    }

    @Test
    void areUnknownWhereAPartitionHadNothingBefore() {
        answered(0, 12);
        assertThat(Gaps.longest(Set.of(0), 10 * SECOND, ledger)).isEmpty();
    }

    @Test
    void areSilencesOfAnyPartitionWhileABrokerWasDead() {
        answered(0, 2);
        answered(6, 9);
        answered(12, 11);
        answered(18, 24);
        answered(1, 19);
        answered(7, 40);
        assertThat(Gaps.longestBetween(10 * SECOND, 12 * SECOND, ledger))
                .as("began just after the death, and that of partition 1 after all was well again")
                .hasValue(13);
        assertThat(Gaps.longestBetween(41 * SECOND, 42 * SECOND, ledger)).isEmpty();
    }
}
