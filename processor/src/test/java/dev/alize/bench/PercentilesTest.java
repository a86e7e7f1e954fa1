package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void areValuesThatWereMeasured() {
        Percentiles hundred = Percentiles.of(
                IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());
        assertThat(hundred.at(50)).isEqualTo(50);
        assertThat(hundred.at(90)).isEqualTo(90);
        assertThat(hundred.at(99)).isEqualTo(99);
        assertThat(hundred.at(100)).isEqualTo(100);
        assertThat(hundred.max()).isEqualTo(100);
    }

    @Test
    void takeTheNextValueWhereTheRankIsNotWhole() {
        assertThat(Percentiles.of(3, 1, 2).at(50)).isEqualTo(2);
        assertThat(Percentiles.of(3, 1, 2).at(99)).isEqualTo(3);
        assertThat(Percentiles.of(3, 1, 2).at(0.1)).isEqualTo(1);
    }

    @Test
    void doNotDependOnHowBinaryFractionsRound() {
        double[] thousand = DoubleStream.iterate(1, d -> d + 1).limit(1000).toArray();
        assertThat(Percentiles.of(thousand).at(99.9)).isEqualTo(999);
        assertThat(Percentiles.of(thousand).at(55)).isEqualTo(550);
    }

    @Test
    void haveTheMiddleAsMedian() {
        assertThat(Percentiles.of(5, 1, 9).median()).isEqualTo(5);
        assertThat(Percentiles.of(5, 1, 9, 7).median()).isEqualTo(6);
    }

    @Test
    void refuseAnEmptySample() {
        assertThatThrownBy(() -> Percentiles.of()).hasMessageContaining("expected at least one");
    }
}
