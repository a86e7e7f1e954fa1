package dev.alize.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.settings.InvalidSettingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartMitigationsTest {
    @Test
    void areNoneWhereNothingIsSet() {
        assertThat(StartMitigations.of(environment(Map.of()))).isEqualTo(StartMitigations.NONE);
        assertThat(StartMitigations.of(environment(Map.of("MISTRAL_FALLBACK", " ", "MISTRAL_TIMEOUT_MS", ""))))
                .isEqualTo(StartMitigations.NONE);
    }

    @Test
    void takeEveryVariable() {
        assertThat(StartMitigations.of(environment(Map.of(
                        "MAX_CONCURRENT_MISTRAL", "8", "MISTRAL_FALLBACK", "true", "MISTRAL_TIMEOUT_MS", "1500"))))
                .isEqualTo(new StartMitigations(8, true, Duration.ofMillis(1500)));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "1, true", "TRUE, true", "' 1 ', true", "false, false", "0, false"})
    void knowFlagsAsOperatorsWriteThem(String text, boolean forced) {
        assertThat(StartMitigations.of(environment(Map.of("MISTRAL_FALLBACK", text)))
                        .forceFallback())
                .isEqualTo(forced);
    }

    @Test
    void reportEveryVariableThatCannotBe() {
        Environment wrong = environment(
                Map.of("MAX_CONCURRENT_MISTRAL", "0", "MISTRAL_FALLBACK", "yes", "MISTRAL_TIMEOUT_MS", "5s"));

        assertThat(StartMitigations.problems(wrong))
                .containsExactly(
                        "environment variable MAX_CONCURRENT_MISTRAL: got '0', expected a whole number from 1 to"
                                + " 1000000",
                        "environment variable MISTRAL_FALLBACK: got 'yes', expected true, false, 1 or 0",
                        "environment variable MISTRAL_TIMEOUT_MS: got '5s', expected milliseconds, a whole number from"
                                + " 1 to 86400000");
        assertThatThrownBy(() -> StartMitigations.of(wrong))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("MAX_CONCURRENT_MISTRAL");
    }

    private static Environment environment(Map<String, String> variables) {
        return new Environment(variables, InstantSource.system());
    }
}
