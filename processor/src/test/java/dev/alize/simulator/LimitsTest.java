package dev.alize.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.quota.Limit;
import dev.alize.simulator.quota.Limits;
import dev.alize.simulator.quota.Measure;
import dev.alize.simulator.quota.Span;
import dev.alize.simulator.quota.Usage;
import dev.alize.simulator.vendor.Dialect;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits over HTTP; the windows are long enough that nothing leaves them during a test. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {
    private static final Limit REQUESTS = new Limit(Measure.REQUESTS, 2, Span.MINUTE);
    private static final Limit TOKENS = new Limit(Measure.TOKENS, 50, Span.FIVE_MINUTES);

    @Test
    void refusesRequestsBeyondTheLimitAndTellsOnlyThat() throws Exception {
        try (SimulatedMistral simulator = SimulatedMistral.start(limited(REQUESTS, TOKENS));
                Asking asking = new Asking(simulator)) {
            simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(5)));
            HttpResponse<String> first = asking.ask(Asking.WHOLE);
            assertThat(header(first, "x-ratelimit-remaining-req-minute")).isEqualTo("1");
            assertThat(header(first, "x-ratelimit-limit-tokens-5-minute")).isEqualTo("50");
            assertThat(header(first, "x-ratelimit-remaining-tokens-5-minute")).isEqualTo("44");
            assertThat(asking.ask(Asking.WHOLE).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = asking.ask(Asking.WHOLE);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).isEqualTo("{\"message\":\"Requests rate limit exceeded\"}");
            assertThat(header(refused, "x-ratelimit-limit-req-minute")).isEqualTo("2");
            assertThat(header(refused, "x-ratelimit-remaining-req-minute")).isEqualTo("0");
            assertThat(header(refused, "retry-after")).isEqualTo("3");
            assertThat(refused.headers().map().keySet()).noneMatch(name -> name.contains("tokens"));
            Usage usage = simulator.usage().getFirst();
            assertThat(usage.limits().getFirst().used()).containsExactly(2);
            assertThat(usage.limits().getFirst().refused()).containsExactly(1);
        }
    }

    @Test
    void streamsUseUpTokensWithoutSayingSo() throws Exception {
        try (SimulatedMistral simulator = SimulatedMistral.start(limited(TOKENS));
                Asking asking = new Asking(simulator)) {
            simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(60)));
            HttpResponse<String> stream = asking.ask(Asking.STREAM);
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(stream.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
            HttpResponse<String> refused = asking.ask(Asking.STREAM);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("\"type\":\"rate_limited\"", "\"code\":\"1300\"");
            assertThat(header(refused, "content-type")).isEqualTo("application/json");
            assertThat(header(refused, "x-ratelimit-remaining-tokens-5-minute")).isEqualTo("0");
        }
    }

    @Test
    void whoLeavesIsChargedForTheRequestOnly() throws Exception {
        try (SimulatedMistral simulator = SimulatedMistral.start(limited(REQUESTS, TOKENS));
                Asking asking = new Asking(simulator)) {
            simulator.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofHours(1))));
            CompletableFuture<?> call = asking.askLater(Asking.WHOLE);
            await().until(() -> simulator.statistics().open() == 1);
            call.cancel(true);
            await().until(() -> simulator.statistics().cancelled() == 1);
            List<Usage.Of> limits = simulator.usage().getFirst().limits();
            assertThat(limits.getFirst().fullest()).isEqualTo(1);
            assertThat(limits.getLast().fullest()).isZero();
        }
    }

    @Test
    void aLimitOfZeroSaysThatThereIsNoRight() throws Exception {
        try (SimulatedMistral simulator = SimulatedMistral.start(limited(new Limit(Measure.REQUESTS, 0, Span.MINUTE)));
                Asking asking = new Asking(simulator)) {
            HttpResponse<String> refused = asking.ask(Asking.WHOLE);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "x-ratelimit-limit-req-minute")).isEqualTo("0");
        }
    }

    @Test
    void openAiTellsWhenALimitIsWholeAgain() throws Exception {
        try (SimulatedMistral simulator =
                        SimulatedMistral.start(limited(REQUESTS, TOKENS).with(Dialect.OPENAI));
                Asking asking = new Asking(simulator)) {
            HttpResponse<String> first = asking.ask(Asking.WHOLE);
            assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("2");
            assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("1");
            assertThat(header(first, "x-ratelimit-reset-requests")).matches("(1m0|[0-9.]+)s");
            assertThat(header(first, "x-ratelimit-reset-tokens")).matches("[45]m[0-9.]+s");
            assertThat(asking.ask(Asking.STREAM).headers().map()).containsKey("x-ratelimit-remaining-tokens");
            HttpResponse<String> refused = asking.ask(Asking.WHOLE);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("\"code\":\"rate_limit_exceeded\"");
        }
    }

    @Test
    void writesTimesAsOpenAiDoes() {
        assertThat(OpenAiHeaders.reset(12)).isEqualTo("12ms");
        assertThat(OpenAiHeaders.reset(1_500)).isEqualTo("1.5s");
        assertThat(OpenAiHeaders.reset(360_000)).isEqualTo("6m0s");
    }

    private static SimulatorOptions limited(Limit... limits) {
        return SimulatorOptions.DEFAULT.with(new SimulatorOptions.Vendor(
                Dialect.MISTRAL, true, List.of(), new Limits(List.of(limits), true, 1), Duration.ofSeconds(3)));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("(none)");
    }
}
