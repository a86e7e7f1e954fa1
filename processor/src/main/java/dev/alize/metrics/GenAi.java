package dev.alize.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/**
 * The names of OpenTelemetry's conventions for generative AI that we use. They are still in development there: every
 * such name stands in this class only. The bounds of the buckets are those that the conventions recommend.
 */
final class GenAi {
    private static final Duration[] DURATIONS = doublings(10, 14);
    private static final double[] TOKENS = powersOfFour(14);

    private GenAi() {}

    /**
     * Time that attempts took, by model.
     *
     * @param error kind of the failure, empty for a success: an empty label is an absent one to Prometheus
     */
    static Timer duration(MeterRegistry registry, String provider, String model, String error) {
        return Timer.builder("gen_ai.client.operation.duration")
                .description("Duration of calls to the provider, as OpenTelemetry names it.")
                .tags(labels(provider, model).and("error.type", error))
                .serviceLevelObjectives(DURATIONS)
                .register(registry);
    }

    /** @param type {@code input} or {@code output} */
    static DistributionSummary tokens(MeterRegistry registry, String provider, String model, String type) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of calls to the provider, as OpenTelemetry names them.")
                .tags(labels(provider, model).and("gen_ai.token.type", type))
                .serviceLevelObjectives(TOKENS)
                .register(registry);
    }

    private static Tags labels(String provider, String model) {
        return Tags.of(
                "gen_ai.operation.name",
                "chat",
                "gen_ai.provider.name",
                provider.equals("mistral") ? "mistral_ai" : provider,
                "gen_ai.request.model",
                model);
    }

    private static Duration[] doublings(long firstMs, int count) {
        Duration[] bounds = new Duration[count];
        Arrays.setAll(bounds, i -> Duration.ofMillis(firstMs << i));
        return bounds;
    }

    private static double[] powersOfFour(int count) {
        double[] bounds = new double[count];
        Arrays.setAll(bounds, i -> Math.pow(4, i));
        return bounds;
    }
}
