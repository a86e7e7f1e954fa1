package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.diagnosis.Severity;
import dev.alize.domain.FailureKind;
import dev.alize.provider.Inspected;
import dev.alize.provider.Inspected.Answered;
import dev.alize.provider.Inspected.Listing;
import dev.alize.provider.Inspected.Tls;
import dev.alize.provider.Inspected.Unreached;
import dev.alize.provider.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TargetCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    private static final Remedies TWO = new Remedies(List.of("large", "spare"));

    private static Finding check(Inspected inspected) {
        return check(inspected, TWO);
    }

    private static Finding check(Inspected inspected, Remedies remedies) {
        return TargetCheck.of(
                new TargetSeen(
                        "large",
                        "mistral",
                        "mistral-large-latest",
                        new KeySeen("env MISTRAL_API_KEY", 32, "abcdefgh", null),
                        new Resolved("api.mistral.ai", List.of("1.2.3.4", "1.2.3.5", "1.2.3.6"), 12, null),
                        null,
                        inspected,
                        NOW),
                remedies);
    }

    private static Answered answered(int status, @Nullable FailureKind kind) {
        return new Answered(status, kind, null, NOW, Map.of(), Listing.LISTED, null, 40);
    }

    private static Answered with(@Nullable Instant date, @Nullable Tls tls, Listing listing) {
        return new Answered(200, null, null, date, Map.of(), listing, tls, 40);
    }

    private static String fact(Finding finding, String name) {
        return finding.facts().stream()
                .filter(fact -> fact.name().equals(name))
                .map(Fact::text)
                .findFirst()
                .orElse("");
    }

    private static List<String> commands(Finding finding) {
        return finding.remedies().stream()
                .filter(remedy -> !remedy.command().isEmpty())
                .map(remedy -> String.join(" ", remedy.command()))
                .toList();
    }

    @Test
    void aTargetThatAnswersIsFine() {
        Finding finding = check(answered(200, null));
        assertThat(finding.severity()).isNull();
        assertThat(finding.says()).isEqualTo("200 in 40 ms: it is there and has mistral-large-latest");
        assertThat(finding.remedies()).isEmpty();
        assertThat(fact(finding, "key")).isEqualTo("env MISTRAL_API_KEY, 32 characters, begins with abcdefgh...");
        assertThat(fact(finding, "dns")).isEqualTo("api.mistral.ai is 1.2.3.4, 1.2.3.5 and 1 more (12 ms)");
        assertThat(fact(finding, "proxy")).isEqualTo("none");
        assertThat(fact(finding, "clock")).isEqualTo("in step with the provider's");
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED, P1, the key is refused, control force-fallback on large",
        "403, FORBIDDEN, P1, no right, control force-fallback on large",
        "429, NOT_ENTITLED, P1, no quota, control force-fallback on large",
        "429, RATE_LIMITED, P2, our quota, control max-concurrency large 3",
        "429, CAPACITY_EXCEEDED, P2, backend is full, control force-fallback on large",
        "503, CAPACITY_EXCEEDED, P2, backend is full, control force-fallback on large",
        "500, PROVIDER_UNAVAILABLE, P2, the provider fails, control force-fallback on large",
        "407, PROXY_REFUSED, P2, the proxy, control force-fallback on large",
        "302, UNEXPECTED_STATUS, P2, no provider should give, control force-fallback on large"
    })
    void eachRefusalHasItsDiagnosis(int status, FailureKind kind, Severity severity, String says, String command) {
        Finding finding = check(answered(status, kind));
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.says()).startsWith(status + " in 40 ms: ").contains(says);
        assertThat(commands(finding)).contains(command);
        assertThat(finding.passing())
                .isEqualTo(kind == FailureKind.RATE_LIMITED || kind == FailureKind.CAPACITY_EXCEEDED);
    }

    @ParameterizedTest
    @EnumSource
    void eachObstacleHasItsDiagnosis(Obstacle obstacle) {
        Finding finding = check(new Unreached(obstacle, "such and such", 7));
        assertThat(finding.severity()).isEqualTo(obstacle == Obstacle.KEY ? Severity.P1 : Severity.P2);
        assertThat(fact(finding, "reason")).isEqualTo("such and such");
        assertThat(commands(finding)).isNotEmpty();
    }

    @Test
    void aTimeoutIsAnsweredWithMorePatience() {
        assertThat(commands(check(new Unreached(Obstacle.TIMEOUT, "no answer", 6_000))))
                .containsExactly("control timeout large 2m", "control force-fallback on large");
    }

    @Test
    void theOnlyTargetIsPausedSinceNoOtherCanHelp() {
        assertThat(commands(check(new Unreached(Obstacle.DNS, "", 7), new Remedies(List.of("large")))))
                .containsExactly("control pause large --for 15m");
    }

    @Test
    void aServerWithoutTheListIsThere() {
        Finding finding = check(answered(404, FailureKind.UNKNOWN_MODEL));
        assertThat(finding.severity()).isEqualTo(Severity.P4);
        assertThat(finding.says()).contains("is base_url right?");
    }

    @Test
    void aModelThatIsNotListedIsNoted() {
        Finding finding = check(with(NOW, null, Listing.MISSING));
        assertThat(finding.severity()).isEqualTo(Severity.P3);
        assertThat(finding.says()).contains("no model mistral-large-latest");
    }

    @ParameterizedTest
    @CsvSource({"60,", "13, P4", "2, P3"})
    void aCertificateThatEndsSoonIsNoted(int days, @Nullable Severity severity) {
        Finding finding = check(with(NOW, new Tls("TLSv1.3", NOW.plus(Duration.ofDays(days))), Listing.LISTED));
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(fact(finding, "tls")).startsWith("TLSv1.3, certificate until 20");
    }

    @ParameterizedTest
    @CsvSource({
        "0, , in step",
        "-2, , in step",
        "20, P4, 20 s behind",
        "-20, P4, 19 s ahead of",
        "-300, P3, 4 min ahead of"
    })
    void aClockThatIsWrongIsNoted(int seconds, @Nullable Severity severity, String text) {
        Finding finding = check(with(NOW.plusSeconds(seconds), null, Listing.LISTED));
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(fact(finding, "clock")).contains(text);
        assertThat(fact(check(with(null, null, Listing.LISTED)), "clock")).contains("not known");
    }

    @Test
    void headersSayWhatIsLeft() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-remaining-req-minute", "3",
                "x-ratelimit-limit-req-minute", "60",
                "x-ratelimit-remaining-tokens-minute", "many",
                "ratelimitbysize-remaining", "100",
                "retry-after", "12");
        assertThat(Limits.texts(headers))
                .containsExactly("quota 100 left", "req-minute 3 of 60 left", "retry after 12");
        assertThat(Limits.of(headers)).filteredOn(Limits.Left::isLow).hasSize(1);
        assertThat(Limits.texts(Map.of("x-ratelimit-limit-req-minute", "60"))).hasSize(1);
    }
}
