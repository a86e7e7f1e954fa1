package dev.alize.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    private static final Format<Duration> UP_TO_A_DAY = Formats.duration(Duration.ZERO, Duration.ofDays(1));
    private static final Format<Long> UP_TO_A_GIB = Formats.size(1, 1 << 30);
    private static final Format<Integer> SMALL = Formats.whole(1, 10);

    @ParameterizedTest
    @CsvSource({"0s, 0", "50ms, 50", "90s, 90000", "2m, 120000", "24h, 86400000", "1d, 86400000", "'5 s', 5000"})
    void readsDurations(String written, long millis) {
        assertThat(parse(UP_TO_A_DAY, written)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "90 | '90' has no unit; write e.g. '90s'",
                "1.5 | '1.5' has no unit; write e.g. '90s'",
                "-5 | '-5' has no unit; write e.g. '90s'",
                "-5s | got '-5s', expected a whole number with a unit (ms, s, m, h, d)",
                "1.5h | got '1.5h', expected a whole number with a unit (ms, s, m, h, d)",
                "5min | '5min' has the unknown unit 'min'; known units: ms, s, m, h, d",
                "25h | got '25h', expected a duration from 0ms to 1d",
                "99999999999999999999d | got '99999999999999999999d', expected a smaller number",
                "9999999999999999d | got '9999999999999999d', expected a smaller number",
                "~ | got no value, expected a whole number with a unit (ms, s, m, h, d)",
                "[1s] | got a list, expected a duration from 0ms to 1d"
            })
    void refusesOtherDurations(String written, String message) {
        assertThat(misfit(UP_TO_A_DAY, written)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"1B, 1", "4KiB, 4096", "64MiB, 67108864", "1GiB, 1073741824"})
    void readsSizes(String written, long bytes) {
        assertThat(parse(UP_TO_A_GIB, written)).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "64 | '64' has no unit; write e.g. '64MiB'",
                "64MB | '64MB' has the unknown unit 'MB'; known units: B, KiB, MiB, GiB",
                "0B | got '0B', expected a size from 1B to 1GiB",
                "2GiB | got '2GiB', expected a size from 1B to 1GiB"
            })
    void refusesOtherSizes(String written, String message) {
        assertThat(misfit(UP_TO_A_GIB, written)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | got a whole number '0', expected a whole number from 1 to 10",
                "11 | got a whole number '11', expected a whole number from 1 to 10",
                "2.5 | got a decimal number '2.5', expected a whole number from 1 to 10",
                "\"5\" | got '5', expected a whole number from 1 to 10",
                "true | got true or false 'true', expected a whole number from 1 to 10",
                "5000000000 | got a whole number '5000000000', expected a whole number from 1 to 10",
                "{} | got a map, expected a whole number from 1 to 10",
                "!big 5 | got a value with a tag '5', expected a whole number from 1 to 10"
            })
    void refusesOtherWholeNumbers(String written, String message) {
        assertThat(misfit(SMALL, written)).isEqualTo(message);
    }

    @Test
    void readsNumbersAboveABound() {
        Format<Double> positive = Formats.decimal(0, false);

        assertThat(parse(positive, "2")).contains(2.0);
        assertThat(parse(positive, "0.25")).contains(0.25);
        assertThat(misfit(positive, "0")).isEqualTo("got a whole number '0', expected a number above 0");
        assertThat(misfit(positive, ".inf")).isEqualTo("got a decimal number '.inf', expected a number above 0");
        assertThat(misfit(positive, "-1.5")).contains("expected a number above 0");
        assertThat(parse(Formats.decimal(0, true), "0")).contains(0.0);
    }

    @Test
    void readsNumbersBetweenTwoBounds() {
        Format<Double> share = Formats.decimal(0, 10);

        assertThat(parse(share, "0")).contains(0.0);
        assertThat(parse(share, "10")).contains(10.0);
        assertThat(misfit(share, "10.1")).isEqualTo("got a decimal number '10.1', expected a number from 0 to 10");
        assertThat(misfit(share, "-1")).contains("expected a number from 0 to 10");
    }

    @Test
    void readsFlagsAsYaml12Does() {
        assertThat(parse(Formats.flag(), "true")).contains(true);
        assertThat(parse(Formats.flag(), "False")).contains(false);
        assertThat(misfit(Formats.flag(), "yes")).isEqualTo("got 'yes', expected true or false");
    }

    @Test
    void asksForQuotesWhereYamlTakesTextForANumber() {
        assertThat(parse(Formats.text(), "'5'")).contains("5");
        assertThat(misfit(Formats.text(), "5")).isEqualTo("got a whole number '5', expected text (put it in quotes)");
        assertThat(misfit(Formats.text(), "' '")).isEqualTo("got ' ', expected text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2b", "1.0.0", "0x", "nullable", "truely", "1e5x", "<<"})
    void takesForTextWhatOnlyStartsLikeANumberOrAFlag(String written) {
        assertThat(parse(Formats.text(), written)).contains(written);
    }

    @Test
    void refusesVariablesThatNobodyReplaces() {
        assertThat(misfit(Formats.text(), "${KEY}"))
                .isEqualTo("got a variable (which nobody replaces here) '${KEY}', expected text");
        assertThat(misfit(Formats.raw(), "${KEY}"))
                .isEqualTo("got a variable (which nobody replaces here), expected a single value");
    }

    @Test
    void suggestsAWordOfAChoice() {
        Format<Integer> choice = Formats.oneOf(Map.of("fallback", 1));

        assertThat(parse(choice, "fallback")).contains(1);
        assertThat(misfit(choice, "fall-back"))
                .isEqualTo("got 'fall-back', expected 'fallback'; did you mean 'fallback'?");
        assertThat(misfit(choice, "7")).isEqualTo("got a whole number '7', expected 'fallback'");
    }

    @Test
    void showsALongValueInPartAndOnOneLine() {
        String shown = misfit(Formats.flag(), "\"a\\nb" + "x".repeat(100) + "\"");

        assertThat(shown).startsWith("got 'a bxxx").contains("…'").hasSizeLessThan(110);
    }

    private static <T> Optional<T> parse(Format<T> format, String written) {
        YamlReading reading = new YamlReading("f");
        return YamlFile.parse("k: " + written, reading).flatMap(map -> map.find("k", format));
    }

    private static String misfit(Format<?> format, String written) {
        YamlReading reading = new YamlReading("f");
        assertThat(YamlFile.parse("k: " + written, reading).flatMap(map -> map.find("k", format)))
                .isEmpty();
        return reading.finish().stream().map(Problem::message).findFirst().orElse("no problem");
    }
}
