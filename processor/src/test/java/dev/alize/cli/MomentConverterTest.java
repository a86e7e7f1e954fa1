package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MomentConverterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private final MomentConverter converter = new MomentConverter(InstantSource.fixed(NOW));

    @Test
    void readsMomentsDaysAndTimesAgo() {
        assertThat(converter.convert("2026-11-20T10:30:00Z")).isEqualTo("2026-11-20T10:30:00Z");
        assertThat(converter.convert("2026-11-20")).isEqualTo("2026-11-20T00:00:00Z");
        assertThat(converter.convert("2h")).isEqualTo(NOW.minusSeconds(7_200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01", "2026-11-20T10:30", "-2h", "2 h"})
    void saysWhatItExpects(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("expected a moment");
    }
}
