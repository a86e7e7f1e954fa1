package dev.alize.config.reader;

import dev.alize.config.BreakerSettings;
import dev.alize.config.FallbackSettings;
import dev.alize.config.RetrySettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.domain.settings.Range;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Blocks {@code providers.retry}, {@code providers.circuit_breaker} and {@code providers.fallback}. */
final class ResilienceReader {
    private ResilienceReader() {}

    static Supplier<RetrySettings> retry(YamlMap block) {
        RetrySettings usual = RetrySettings.DEFAULT;
        int attempts = block.get("max_attempts", Values.whole(RetrySettings.ATTEMPTS), usual.maxAttempts());
        Duration initial = block.get("initial_backoff", Values.duration(RetrySettings.BACKOFF), usual.initialBackoff());
        Range<Duration> fromInitial = Range.of(initial, RetrySettings.BACKOFF.max());
        Duration otherwise = initial.compareTo(usual.maxBackoff()) > 0 ? initial : usual.maxBackoff();
        Duration max = block.get("max_backoff", Values.duration(fromInitial), otherwise);
        double budget = block.get("budget", Values.decimal(RetrySettings.BUDGET), usual.budget());
        int waiting = block.get("max_waiting", Values.whole(RetrySettings.WAITING), usual.maxWaiting());
        return () -> new RetrySettings(attempts, initial, max, budget, waiting);
    }

    static Supplier<BreakerSettings> breaker(YamlMap block) {
        BreakerSettings usual = BreakerSettings.DEFAULT;
        boolean enabled = block.get("enabled", Formats.flag(), usual.enabled());
        int failures = block.get("failure_threshold", Values.whole(BreakerSettings.FAILURES), usual.failureThreshold());
        int recovery = block.get(
                block.either("recovery_timeout_seconds", "cooldown_seconds"),
                Values.seconds(BreakerSettings.RECOVERY),
                (int) usual.recoveryTimeout().toSeconds());
        int halfOpen =
                block.get("half_open_requests", Values.whole(BreakerSettings.HALF_OPEN), usual.halfOpenRequests());
        Optional<Integer> slow = block.find("slow_call_seconds", Values.seconds(BreakerSettings.SLOW_CALL));
        int rate = block.get("slow_call_rate", Values.whole(BreakerSettings.SLOW_CALL_RATE), usual.slowCallRate());
        Duration rampUp = block.get("ramp_up", Values.duration(BreakerSettings.RAMP_UP), usual.rampUp());
        return () -> new BreakerSettings(
                enabled,
                failures,
                Duration.ofSeconds(recovery),
                halfOpen,
                slow.map(Duration::ofSeconds).orElse(null),
                rate,
                rampUp);
    }

    static Supplier<FallbackSettings> fallback(YamlMap block) {
        boolean across = block.get("across_models", Formats.flag(), FallbackSettings.DEFAULT.acrossModels());
        return () -> new FallbackSettings(across);
    }
}
