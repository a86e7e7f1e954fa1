package dev.alize.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.CallFacts;
import dev.alize.domain.Pricing;
import dev.alize.metrics.health.TargetsHealth;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EngineMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EngineMeters meters =
            new EngineMeters(registry, new ModelLabels(3), new TargetsHealth(System::currentTimeMillis));

    @Test
    void countsAttemptsByTargetModelAndOutcome() {
        Events.all(meters);
        Events.attempt(meters, Events.LARGE, "m", "success");

        assertThat(registry.scrape().lines())
                .contains(
                        "alize_attempts_total{model=\"m\",outcome=\"success\",target=\"large\"} 2.0",
                        "alize_attempts_total{model=\"m\",outcome=\"rate_limited\",target=\"large\"} 1.0",
                        "alize_attempts_total{model=\"m\",outcome=\"unknown\",target=\"large\"} 1.0",
                        "alize_attempts_total{model=\"gpt\",outcome=\"timeout\",target=\"spare\"} 1.0",
                        "alize_attempt_seconds_bucket{outcome=\"success\",target=\"large\",le=\"1.0\"} 0",
                        "alize_attempt_seconds_bucket{outcome=\"success\",target=\"large\",le=\"2.5\"} 2",
                        "alize_attempt_seconds_sum{outcome=\"success\",target=\"large\"} 3.0",
                        "alize_tokens_total{model=\"m\",target=\"large\",type=\"prompt\"} 2000.0",
                        "alize_tokens_total{model=\"m\",target=\"large\",type=\"completion\"} 1000.0",
                        "alize_cost_usd_total{model=\"m\",target=\"large\"} 0.01");
    }

    @Test
    void countsCallsThatWereMadeAgainWithinTheirAttempt() {
        CallFacts facts = new CallFacts(200, 0, 1_500, null, Map.of(), 2);
        meters.attempted(Events.LARGE, "m", "success", facts, OptionalLong.empty(), OptionalLong.empty());
        Events.attempt(meters, Events.LARGE, "m", "success");

        assertThat(registry.scrape().lines()).contains("alize_resends_total{target=\"large\"} 2.0");
    }

    @Test
    void countsRetriesAndFallbacksByTargetAndKindAndLeavesOutWhatItDoesNotKnow() {
        meters.goesOn("retry", "large", "timeout");
        meters.goesOn("retry", "large", "timeout");
        meters.goesOn("retry", "spare", "timeout");
        meters.goesOn("fallback", "spare", "unauthorized");
        meters.goesOn("elsewhere", "spare", "timeout");

        assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#") && line.contains("kind=")))
                .containsExactlyInAnyOrder(
                        "alize_retries_total{kind=\"timeout\",target=\"large\"} 2.0",
                        "alize_retries_total{kind=\"timeout\",target=\"spare\"} 1.0",
                        "alize_fallbacks_total{kind=\"unauthorized\",target=\"spare\"} 1.0");
    }

    @Test
    void followsTheNewPricesOfATargetAndKeepsItsCounts() {
        Events.attempt(meters, Events.LARGE, "m", "success");
        Events.attempt(meters, Events.target("large", "mistral", new Pricing(4, 12)), "m", "success");

        assertThat(registry.scrape().lines())
                .contains(
                        "alize_attempts_total{model=\"m\",outcome=\"success\",target=\"large\"} 2.0",
                        "alize_cost_usd_total{model=\"m\",target=\"large\"} 0.015");
    }

    @Test
    void countsErrorsOfMistralUnderTheNameOfTheRunbook() {
        Events.all(meters);

        assertThat(registry.scrape().lines().filter(line -> line.startsWith("mistral_errors_total")))
                .containsExactly("mistral_errors_total{kind=\"rate_limited\",model=\"m\"} 1.0");
    }

    @Test
    void usesTheNamesOfOpenTelemetry() {
        Events.all(meters);

        assertThat(registry.scrape().lines())
                .contains(
                        "gen_ai_client_operation_duration_seconds_count{error_type=\"\",gen_ai_operation_name=\"chat\","
                                + "gen_ai_provider_name=\"mistral_ai\",gen_ai_request_model=\"m\"} 1",
                        "gen_ai_client_operation_duration_seconds_count{error_type=\"timeout\","
                                + "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\","
                                + "gen_ai_request_model=\"gpt\"} 1",
                        "gen_ai_client_token_usage_sum{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"mistral_ai\","
                                + "gen_ai_request_model=\"m\",gen_ai_token_type=\"input\"} 1000.0");
    }

    @Test
    void countsWhatElseTheEngineDoes() {
        Events.all(meters);

        assertThat(registry.scrape().lines())
                .contains(
                        "alize_responses_total{kind=\"none\",status=\"completed\"} 1.0",
                        "alize_responses_total{kind=\"timeout\",status=\"failed\"} 1.0",
                        "alize_response_seconds_sum{status=\"failed\"} 9.0",
                        "alize_retries_total{kind=\"rate_limited\",target=\"large\"} 1.0",
                        "alize_fallbacks_total{kind=\"none\",target=\"large\"} 1.0",
                        "alize_resends_total{target=\"large\"} 0.0",
                        "alize_dead_letters_total{kind=\"timeout\"} 1.0",
                        "alize_redispatches_total 1.0",
                        "alize_repeats_total 1.0",
                        "alize_evictions_total 1.0",
                        "alize_drain_delay_seconds_sum 0.007",
                        "alize_chunks_total 1.0",
                        "alize_chunk_deltas_total 4.0");
    }

    @Test
    void givesOnlySoManyModelsALabelAndNoneToAModelThatDoesNotExist() {
        Events.attempt(meters, Events.LARGE, "made-up", "unknown_model");
        for (int i = 0; i < 50; i++) {
            Events.attempt(meters, Events.LARGE, "m" + i, "success");
        }
        Events.attempt(meters, Events.LARGE, "configured", "success");

        assertThat(registry.scrape().lines().filter(line -> line.startsWith("alize_attempts_total")))
                .containsExactlyInAnyOrder(
                        "alize_attempts_total{model=\"m0\",outcome=\"success\",target=\"large\"} 1.0",
                        "alize_attempts_total{model=\"m1\",outcome=\"success\",target=\"large\"} 1.0",
                        "alize_attempts_total{model=\"other\",outcome=\"success\",target=\"large\"} 48.0",
                        "alize_attempts_total{model=\"other\",outcome=\"unknown_model\",target=\"large\"} 1.0",
                        "alize_attempts_total{model=\"configured\",outcome=\"success\",target=\"large\"} 1.0");
    }
}
