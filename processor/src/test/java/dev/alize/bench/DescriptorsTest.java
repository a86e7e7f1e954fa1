package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DescriptorsTest {
    @Test
    void sayHowManyAreNeededAndHowManyThereAre() {
        assertThatThrownBy(() -> Descriptors.require(15_000, 4_096))
                .hasMessageContaining("need 16,000 file descriptors")
                .hasMessageContaining("may have 4,096")
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void areEnoughForFewCalls() {
        assertThatCode(() -> Descriptors.require(15_000, 16_000)).doesNotThrowAnyException();
        assertThatCode(() -> Descriptors.require(1)).doesNotThrowAnyException();
    }
}
