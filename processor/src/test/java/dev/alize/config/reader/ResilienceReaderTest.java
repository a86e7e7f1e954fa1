package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.BreakerSettings;
import dev.alize.config.FallbackSettings;
import dev.alize.config.ProviderSettings;
import dev.alize.config.RetrySettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResilienceReaderTest {
    @Test
    void hasDefaults() {
        ProviderSettings providers = Yaml.read(Yaml.MINIMAL).providers();

        assertThat(providers.retry())
                .isEqualTo(new RetrySettings(5, Duration.ofSeconds(1), Duration.ofSeconds(8), 0.1, 100_000));
        assertThat(providers.circuitBreaker())
                .isEqualTo(new BreakerSettings(true, 10, Duration.ofSeconds(10), 2, null, 50, Duration.ofSeconds(10)));
        assertThat(providers.fallback()).isEqualTo(new FallbackSettings(true));
        assertThat(providers.modelGroups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retry: {max_attempts: 0}",
                "retry: {max_attempts: 101}",
                "retry: {initial_backoff: 0s}",
                "retry: {initial_backoff: 1}",
                "retry: {max_backoff: 500ms}",
                "retry: {initial_backoff: 5s, max_backoff: 4s}",
                "retry: {budget: -0.1}",
                "retry: {budget: 10.5}",
                "retry: {budget: 20%}",
                "retry: {max_waiting: 0}",
                "retry: {max_atempts: 3}",
                "circuit_breaker: {enabled: maybe}",
                "circuit_breaker: {failure_threshold: 0}",
                "circuit_breaker: {failure_threshold: 10001}",
                "circuit_breaker: {recovery_timeout_seconds: 0}",
                "circuit_breaker: {recovery_timeout_seconds: 10s}",
                "circuit_breaker: {half_open_requests: 0}",
                "circuit_breaker: {slow_call_seconds: 0}",
                "circuit_breaker: {slow_call_rate: 101}",
                "circuit_breaker: {ramp_up: 10}",
                "fallback: {across_models: sometimes}",
                "fallback: true"
            })
    void refusesAValueThatCannotBe(String line) {
        assertThat(Yaml.problems(Yaml.MINIMAL + "  " + line + "\n"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:6 providers." + line.replaceAll(":.*", ""));
    }

    @Test
    void saysWhatADurationCanBe() {
        assertThat(Yaml.problems(Yaml.MINIMAL + "  retry: {initial_backoff: 5s, max_backoff: 4s}\n"))
                .containsExactly("f.yaml:6 providers.retry.max_backoff: got '4s', expected a duration from 5s to 1h.");
    }

    @Test
    void endsDoublingNoEarlierThanItBegins() {
        RetrySettings retry = Yaml.read(Yaml.MINIMAL + "  retry: {initial_backoff: 20s}\n")
                .providers()
                .retry();

        assertThat(retry.maxBackoff()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void knowsTheCooldownByItsOtherNameButNotByBoth() {
        assertThat(Yaml.read(Yaml.MINIMAL + "  circuit_breaker: {cooldown_seconds: 7}\n")
                        .providers()
                        .circuitBreaker()
                        .recoveryTimeout())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(Yaml.problems(
                        Yaml.MINIMAL + "  circuit_breaker: {cooldown_seconds: 7, recovery_timeout_seconds: 7}\n"))
                .containsExactly("f.yaml:6 providers.circuit_breaker.cooldown_seconds: is another word for"
                        + " 'recovery_timeout_seconds', which is given too; expected one of them.");
    }

    @Test
    void reportsEverythingAtOnce() {
        String text = """
                providers:
                  targets:
                    - {id: a, provider: vllm, model: m, weight: 0}
                    - {id: a, provider: mistral, model: m, health_probe: {interval_seconds: 5, timeout_seconds: 6}}
                  retry: {initial_backoff: 0s}
                  model_groups: {small: [b]}
                """;

        assertThat(Yaml.problems(text))
                .map(problem -> problem.replaceAll(":? .*", ""))
                .isEqualTo(List.of("f.yaml:3", "f.yaml:3", "f.yaml:4", "f.yaml:4", "f.yaml:5", "f.yaml:6"));
    }
}
