package dev.alize.metrics;

import dev.alize.domain.TargetState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** How each target stands; a target that the configuration has no more is shown no more. For one thread at a time. */
final class TargetGauges {
    private static final List<String> BREAKER_STATES = List.of("closed", "half_open", "open");
    private static final List<String> REASONS = List.of("breaker", "key", "paused", "unhealthy");
    private static final double MILLIS = 1_000;

    private final MultiGauge takesCalls;
    private final MultiGauge stops;
    private final MultiGauge breakers;
    private final MultiGauge openCalls;
    private final MultiGauge latencies;

    TargetGauges(MeterRegistry registry) {
        this.takesCalls = gauge(registry, "takes.calls", "1 while the target takes calls, quota aside.");
        this.stops = gauge(registry, "stopped", "1 for the reason why the target takes no calls.");
        this.breakers = gauge(registry, "breaker.state", "1 for the state that the target's circuit breaker is in.");
        this.openCalls = gauge(registry, "open.calls", "Calls at the target whose answer has not come.");
        this.latencies = gauge(
                registry, "latency.seconds", "What an answer of the target takes on average; 0 before the first.");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("alize.target." + name)
                .description(description)
                .register(registry);
    }

    /** From now on exactly these. */
    void show(List<TargetState> states) {
        show(takesCalls, states, state -> state.takesCalls() ? 1 : 0);
        show(openCalls, states, TargetState::openCalls);
        show(latencies, states, state -> state.latencyMs() / MILLIS);
        stops.register(states.stream().flatMap(TargetGauges::stop).toList(), true);
        breakers.register(states.stream().flatMap(TargetGauges::breaker).toList(), true);
    }

    private static void show(MultiGauge gauge, List<TargetState> states, ToDoubleFunction<TargetState> value) {
        gauge.register(
                states.stream()
                        .map(state -> Row.of(Tags.of("target", state.id()), value.applyAsDouble(state)))
                        .toList(),
                true);
    }

    /** A row for every state, so that a series does not end where a breaker opens. */
    private static Stream<Row<?>> breaker(TargetState target) {
        return BREAKER_STATES.stream()
                .map(state ->
                        Row.of(Tags.of("target", target.id(), "state", state), state.equals(target.breaker()) ? 1 : 0));
    }

    private static Stream<Row<?>> stop(TargetState target) {
        return REASONS.stream()
                .map(why -> Row.of(Tags.of("target", target.id(), "why", why), why.equals(target.why()) ? 1 : 0));
    }
}
