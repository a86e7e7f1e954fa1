package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void isDelivered(int status) {
        assertThat(Answers.judge(status, null, NOW)).isInstanceOf(Attempted.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 599})
    void isTriedAgain(int status) {
        assertThat(Answers.judge(status, null, NOW))
                .isEqualTo(new Attempted.Failed("got status " + status, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 308, 400, 401, 404, 410})
    void isFinal(int status) {
        assertThat(Answers.judge(status, "5", NOW)).isInstanceOf(Attempted.Refused.class);
    }

    @Test
    void theReceiverSaysHowLongToWait() {
        assertThat(Answers.judge(429, "7", NOW))
                .isEqualTo(new Attempted.Failed("got status 429", Duration.ofSeconds(7)));
        assertThat(Answers.judge(503, "Thu, 01 Jan 2026 00:01:00 GMT", NOW))
                .isEqualTo(new Attempted.Failed("got status 503", Duration.ofSeconds(60)));
        assertThat(Answers.judge(503, "Wed, 31 Dec 2025 00:00:00 GMT", NOW))
                .isEqualTo(new Attempted.Failed("got status 503", Duration.ZERO));
        assertThat(Answers.judge(503, "soon", NOW)).isEqualTo(new Attempted.Failed("got status 503", Duration.ZERO));
    }

    @Test
    void theReceiverCannotAskForMoreThanADay() {
        for (String after : List.of("Fri, 31 Dec 9999 23:59:59 GMT", "999999999")) {
            assertThat(Answers.judge(503, after, NOW))
                    .isEqualTo(new Attempted.Failed("got status 503", Duration.ofDays(1)));
        }
    }

    @Test
    void waitsAreDoubledUpToABoundWithJitter() {
        Settings.Retry retry = new Settings.Retry(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));
        assertThat(Backoff.wait(retry, 1, Duration.ZERO, 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(Backoff.wait(retry, 1, Duration.ZERO, 0.999))
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(1));
        assertThat(Backoff.wait(retry, 3, Duration.ZERO, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Backoff.wait(retry, 60, Duration.ZERO, 0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Backoff.wait(retry, 1, Duration.ofSeconds(30), 0)).isEqualTo(Duration.ofSeconds(30));
    }
}
