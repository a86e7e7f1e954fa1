package dev.alize.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitHeadersTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

    @Test
    void readsTheWindowFromTheName() {
        LimitHeaders read = LimitHeaders.of(
                Map.of(
                        "x-ratelimit-limit-req-10-second", "60",
                        "x-ratelimit-remaining-req-10-second", "53",
                        "x-ratelimit-limit-tokens-month", "10000000000",
                        "x-ratelimit-tokens-query-cost", "110"),
                CLOCK);

        assertThat(read.windows())
                .containsExactlyInAnyOrder(
                        new LimitHeader(Kind.REQUESTS, "requests-10-second", Duration.ofSeconds(10), 60, 53, -1),
                        new LimitHeader(Kind.TOKENS, "tokens-month", LimitHeaders.MONTH, 10_000_000_000L, -1, -1));
        assertThat(read.queryCost()).isEqualTo(110);
    }

    @Test
    void readsOpenAisNamesAsAMinute() {
        LimitHeaders read = LimitHeaders.of(
                Map.of(
                        "x-ratelimit-limit-requests", "5000",
                        "x-ratelimit-remaining-requests", "4999",
                        "x-ratelimit-reset-requests", "12ms",
                        "x-ratelimit-limit-input-images", "50000"),
                CLOCK);

        assertThat(read.windows())
                .containsExactly(new LimitHeader(
                        Kind.REQUESTS, "requests-minute", Duration.ofMinutes(1), 5_000, 4_999, 12_000_000));
    }

    @Test
    void readsTheOlderNamesAsTokens() {
        LimitHeaders read = LimitHeaders.of(
                Map.of("x-ratelimitbysize-limit-minute", "500000", "ratelimitbysize-remaining", "499000"), CLOCK);

        assertThat(read.windows())
                .containsExactly(
                        new LimitHeader(Kind.TOKENS, "tokens-minute", Duration.ofMinutes(1), 500_000, 499_000, -1));
    }

    @Test
    void readsRetryAfterAsSecondsOrADate() {
        assertThat(retryAfter("3")).isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(retryAfter("Fri, 20 Nov 2026 10:00:07 GMT"))
                .isEqualTo(Duration.ofSeconds(7).toNanos());
        assertThat(retryAfter("soon")).isEqualTo(-1);
    }

    @Test
    void readsTimesOfSeveralParts() {
        assertThat(LimitHeaders.time("6m0s")).isEqualTo(Duration.ofMinutes(6).toNanos());
        assertThat(LimitHeaders.time("20m52.666s"))
                .isEqualTo(Duration.ofMillis(1_252_666).toNanos());
        assertThat(LimitHeaders.time("later")).isEqualTo(-1);
        assertThat(LimitHeaders.time("5 s x")).isEqualTo(-1);
    }

    @Test
    void ignoresWhatItCannotRead() {
        for (String name : List.of("x-ratelimit-limit-req-fortnight", "x-ratelimit", "ratelimit-policy")) {
            assertThat(LimitHeaders.of(Map.of(name, "5"), CLOCK).windows()).isEmpty();
        }
        assertThat(LimitHeaders.of(Map.of("x-ratelimit-limit-req-minute", "many"), CLOCK)
                        .windows())
                .isEmpty();
    }

    private static long retryAfter(String value) {
        return LimitHeaders.of(Map.of("retry-after", value), CLOCK).retryAfterNanos();
    }
}
