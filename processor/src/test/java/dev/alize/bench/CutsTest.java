package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutsTest {
    /** Requests 0 to 5 go to partitions 0 to 5. */
    private final Ledger ledger = Ledger.of("chaos", 6);

    private static Death death(Set<Integer> owned, long committed, int... calls) {
        Map<Integer, Long> ends =
                Map.of(0, committed, 1, committed, 2, committed, 3, committed, 4, committed, 5, committed);
        return new Death("a", 0, owned, "group", ends, new Calls(calls), new Start(0, 0));
    }

    private void answered(int request, long offset) {
        ledger.arrived(request, offset, new byte[0], 0);
    }

    @Test
    void countWhatWasCalledAndNotCommittedInAPartitionOfTheDead() {
        answered(0, 99);
        answered(1, 100);
        answered(3, 100);
        answered(5, 200);
        Death death = death(Set.of(0, 1, 2, 4), 100, 1, 1, 0, 1, 1, 1);
        Cuts cuts = Cuts.of(List.of(death), ledger);
        assertThat(cuts.of(0)).as("committed before").isZero();
        assertThat(cuts.of(1)).as("its commit came after the kill").isEqualTo(1);
        assertThat(cuts.of(2)).as("never called").isZero();
        assertThat(cuts.of(3)).as("another instance's").isZero();
        assertThat(cuts.of(4)).as("never answered").isEqualTo(1);
        assertThat(cuts.total()).isEqualTo(2);
        assertThat(cuts.at(0)).isEqualTo(2);
    }

    @Test
    void countACallOnceThoughItsInstanceDiesAgainBeforeItIsRepeated() {
        Death first = death(Set.of(0), 0, 1, 0, 0, 0, 0, 0);
        Death second = death(Set.of(0), 0, 1, 0, 0, 0, 0, 0);
        Death third = death(Set.of(0), 0, 2, 0, 0, 0, 0, 0);
        Cuts cuts = Cuts.of(List.of(first, second, third), ledger);
        assertThat(cuts.at(0)).isEqualTo(1);
        assertThat(cuts.at(1)).isZero();
        assertThat(cuts.at(2)).isEqualTo(1);
    }

    @Test
    void explainAsManyExtraCallsAsTheyAre() {
        Death death = death(Set.of(0, 1), 0, 1, 1, 1, 1, 1, 1);
        Cuts cuts = Cuts.of(List.of(death), ledger);
        Calls calls = new Calls(2, 3, 2, 1, 0, 1);
        assertThat(calls.extra()).isEqualTo(4);
        assertThat(calls.unexplained(cuts))
                .as("one of request 1, one of request 2")
                .isEqualTo(2);
    }
}
