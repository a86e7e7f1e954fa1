package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final long SECOND = 1_000_000_000;
    private final Ledger ledger = Ledger.of("chaos", 24);

    private static Death killedAt(long second, Set<Integer> owned) {
        return new Death("a", second * SECOND, owned, "group", Map.of(), new Calls(), new Start(0, second * SECOND));
    }

    private void answered(int request, long second) {
        ledger.arrived(request, 0, new byte[0], second * SECOND);
    }

    @Test
    void reachFromTheLastResponseBeforeTheKillToTheFirstAfterIt() {
        answered(0, 1);
        answered(6, 8);
        answered(12, 15);
        answered(18, 40);
        assertThat(Gaps.longest(killedAt(10, Set.of(0)), ledger)).hasValue(7);
    }

    @Test
    void areThoseOfTheDeadInstancesPartitionsAndTheLongestOfThem() {
        answered(0, 9);
        answered(6, 12);
        answered(1, 9);
        answered(7, 14);
        answered(2, 1);
        answered(8, 30);
        assertThat(Gaps.longest(killedAt(10, Set.of(0, 1)), ledger)).hasValue(5);
    }

    @Test
    void areUnknownWhereAPartitionHadNothingBefore() {
        answered(0, 12);
        assertThat(Gaps.longest(killedAt(10, Set.of(0)), ledger)).isEmpty();
    }
}
