package dev.alize.metrics.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.domain.QuotaState;
import dev.alize.domain.TargetState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
    private final TargetsHealth targets = new TargetsHealth(clock::get);
    private final Health health = new Health(targets, clock::get, "1.2.3");
    private final FakeInstance instance = new FakeInstance();

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(health.json());
    }

    private void attempts(String outcome, int count) {
        for (int i = 0; i < count; i++) {
            targets.of("large", "mistral").attempted(outcome);
        }
    }

    @Test
    void isAliveButNotReadyBeforeThereIsAnInstance() throws IOException {
        assertThat(health.notAlive()).isEmpty();
        assertThat(health.notReady()).contains("starting");
        assertThat(json().get("status").asText()).isEqualTo("degraded");
    }

    @Test
    void isReadyOnlyWhileItRuns() {
        health.follow(instance);
        for (InstanceState state : InstanceState.values()) {
            instance.state = state;
            assertThat(health.notReady().isEmpty()).as(state.code()).isEqualTo(state == InstanceState.RUNNING);
            assertThat(health.notAlive().isEmpty()).as(state.code()).isEqualTo(state != InstanceState.FAILED);
        }
    }

    @Test
    void isNeitherAliveNorReadyOnceAThreadHasStoppedPolling() throws IOException {
        health.follow(instance);
        instance.threads = List.of(
                new ThreadPulse("t-1", 1_000, 0, 0), new ThreadPulse("t-2", TimeUnit.SECONDS.toNanos(121), 0, 0));

        assertThat(health.notAlive()).contains("a stream thread has not polled for 121 s");
        assertThat(health.notReady()).isPresent();
        assertThat(json().get("status").asText()).isEqualTo("unhealthy");
    }

    @Test
    void showsTheInstanceAndItsThreads() throws IOException {
        health.follow(instance);
        clock.addAndGet(65_000);

        JsonNode json = json();
        assertThat(json.get("status").asText()).isEqualTo("healthy");
        assertThat(json.get("state").asText()).isEqualTo("running");
        assertThat(json.get("instance").asText()).isEqualTo("one");
        assertThat(json.get("configuration").asText()).isEqualTo("v1");
        assertThat(json.get("version").asText()).isEqualTo("1.2.3");
        assertThat(json.get("uptime_seconds").asLong()).isEqualTo(65);
        assertThat(json.get("open_calls").asLong()).isEqualTo(7);
        assertThat(json.at("/threads/0/seconds_since_poll").asDouble()).isEqualTo(0.005);
        assertThat(json.at("/threads/0/seconds_since_commit").asDouble()).isEqualTo(0.04);
        assertThat(json.at("/threads/0/transaction_age_seconds").asDouble()).isEqualTo(0.02);
    }

    @Test
    void listsTheTargetsByProviderForTheRunbookBeforeTheyWereCalled() throws IOException {
        health.follow(instance);

        JsonNode mistral = json().at("/services/mistral");
        assertThat(mistral.get("status").asText()).isEqualTo("healthy");
        assertThat(mistral.at("/targets/large/last_outcome").isNull()).isTrue();
        assertThat(mistral.at("/targets/large/attempts_5m").asLong()).isZero();
        assertThat(json().at("/services/openai/targets/spare").isObject()).isTrue();
    }

    @Test
    void aTargetThatFailsIsUnhealthyAndATargetThatWasNotCalledDoesNotOutweighIt() throws IOException {
        health.follow(instance);
        attempts("success", 10);
        attempts("provider_unavailable", 9);
        attempts("rate_limited", 2);

        JsonNode large = json().at("/services/mistral/targets/large");
        assertThat(large.get("status").asText()).isEqualTo("unhealthy");
        assertThat(large.get("last_outcome").asText()).isEqualTo("rate_limited");
        assertThat(large.get("attempts_5m").asLong()).isEqualTo(21);
        assertThat(large.at("/errors_5m/provider_unavailable").asLong()).isEqualTo(9);
        assertThat(large.at("/errors_5m/rate_limited").asLong()).isEqualTo(2);
        assertThat(large.at("/errors_5m").has("success")).isFalse();
        assertThat(json().get("status").asText()).isEqualTo("unhealthy");
    }

    @Test
    void someFailuresMakeATargetDegradedAndThoseOfCallersDoNot() throws IOException {
        health.follow(instance);
        attempts("success", 90);
        attempts("invalid_request", 50);
        assertThat(json().at("/services/mistral/status").asText()).isEqualTo("healthy");
        attempts("timeout", 10);
        assertThat(json().at("/services/mistral/status").asText()).isEqualTo("degraded");
        assertThat(json().get("status").asText()).isEqualTo("degraded");
    }

    @Test
    void aTargetThatRecoveredIsHealthyAfterAMinuteAndForgetsItsErrorsAfterFive() throws IOException {
        health.follow(instance);
        attempts("timeout", 100);
        clock.addAndGet(70_000);
        attempts("success", 1);
        JsonNode recovered = json().at("/services/mistral/targets/large");
        assertThat(recovered.get("status").asText()).isEqualTo("healthy");
        assertThat(recovered.at("/errors_5m/timeout").asLong()).isEqualTo(100);

        clock.addAndGet(240_000);
        assertThat(json().at("/services/mistral/targets/large/errors_5m")).isEmpty();
        assertThat(json().at("/services/mistral/targets/large/seconds_since_last_outcome")
                        .asDouble())
                .isEqualTo(240);
    }

    private static TargetState open(String id) {
        return new TargetState(id, "open", false, "breaker", 2, 750);
    }

    private static TargetState closed(String id) {
        return new TargetState(id, "closed", true, "none", 5, 900);
    }

    @Test
    void staysHealthyWhileATargetIsOpenAndAnotherTakesCalls() throws IOException {
        health.follow(instance);
        attempts("provider_unavailable", 20);
        instance.states = List.of(open("large"), closed("spare"));

        JsonNode json = json();
        assertThat(json.get("status").asText()).isEqualTo("healthy");
        assertThat(json.at("/services/mistral/status").asText()).isEqualTo("unhealthy");
        JsonNode large = json.at("/services/mistral/targets/large");
        assertThat(large.get("status").asText()).isEqualTo("unhealthy");
        assertThat(large.get("takes_calls").asBoolean()).isFalse();
        assertThat(large.get("why").asText()).isEqualTo("breaker");
        assertThat(large.get("breaker").asText()).isEqualTo("open");
        assertThat(large.get("open_calls").asInt()).isEqualTo(2);
        assertThat(large.get("latency_seconds").asDouble()).isEqualTo(0.75);
        assertThat(json.at("/services/openai/targets/spare/takes_calls").asBoolean())
                .isTrue();
    }

    @Test
    void aTargetIsJudgedAgainOnceItsBreakerIsClosed() throws IOException {
        health.follow(instance);
        attempts("provider_unavailable", 20);
        instance.states = List.of(new TargetState("large", "half_open", true, "none", 1, 0), closed("spare"));
        assertThat(json().get("status").asText()).isEqualTo("healthy");
        instance.states = List.of(closed("large"), closed("spare"));
        assertThat(json().get("status").asText()).isEqualTo("unhealthy");
    }

    @Test
    void isDegradedButReadyWhileNoTargetTakesCalls() throws IOException {
        health.follow(instance);
        attempts("provider_unavailable", 20);
        instance.states = List.of(open("large"), new TargetState("spare", "closed", false, "key", 0, 0));

        assertThat(json().get("status").asText()).isEqualTo("degraded");
        assertThat(json().get("ready").asBoolean()).isTrue();
        assertThat(health.notAlive()).isEmpty();
    }

    @Test
    void aTargetThatTakesNoCallsIsUnhealthyWithoutAttemptsUnlessItWasPausedByHand() throws IOException {
        health.follow(instance);
        instance.states = List.of(
                new TargetState("large", "closed", false, "paused", 0, 0),
                new TargetState("spare", "closed", false, "unhealthy", 0, 0));

        assertThat(json().at("/services/mistral/status").asText()).isEqualTo("degraded");
        assertThat(json().at("/services/openai/status").asText()).isEqualTo("unhealthy");
    }

    @Test
    void listsTheTargetsOfTheConfigurationThatIsFollowedNow() throws IOException {
        health.follow(instance);
        attempts("timeout", 20);
        instance.targets = List.of(new KnownTarget("spare", "openai"), new KnownTarget("new", "mistral"));

        assertThat(json().get("status").asText()).isEqualTo("healthy");
        assertThat(json().at("/services/mistral/targets/large").isMissingNode()).isTrue();
        assertThat(json().at("/services/mistral/targets/new").isObject()).isTrue();
    }

    @Test
    void showsEachQuotaWithItsPause() throws IOException {
        health.follow(instance);
        instance.quotas = List.of(
                new QuotaState("m", "requests", 60_000, 3_000, 0.5, 1_200, 2_500, 4),
                new QuotaState("m", "tokens", 60_000, 100_000, 0.5, 9_000, 2_500, 4),
                new QuotaState("none", "requests", 1_000, 0, 1, 0, Long.MAX_VALUE, 1));

        JsonNode quota = json().at("/quotas/m");
        assertThat(quota.get("paused_seconds").asDouble()).isEqualTo(2.5);
        assertThat(quota.get("stopped").asBoolean()).isFalse();
        assertThat(quota.get("refused").asLong()).isEqualTo(4);
        assertThat(quota.get("share").asDouble()).isEqualTo(0.5);
        assertThat(quota.get("windows")).hasSize(2);
        assertThat(quota.at("/windows/1/kind").asText()).isEqualTo("tokens");
        assertThat(quota.at("/windows/1/seconds").asDouble()).isEqualTo(60);
        assertThat(quota.at("/windows/1/limit").asLong()).isEqualTo(100_000);
        assertThat(quota.at("/windows/1/used").asDouble()).isEqualTo(9_000);
        assertThat(json().at("/quotas/none/stopped").asBoolean()).isTrue();
        assertThat(json().at("/quotas/none/paused_seconds").asDouble()).isZero();
        assertThat(json().get("delayed_requests").asLong()).isEqualTo(4);
        assertThat(json().get("status").asText()).isEqualTo("healthy");
    }
}
