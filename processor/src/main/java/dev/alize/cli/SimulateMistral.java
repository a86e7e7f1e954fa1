package dev.alize.cli;

import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.vendor.RateLimits;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize simulate-mistral}: the simulated provider on its own, until it is killed. */
@Command(
        name = "simulate-mistral",
        mixinStandardHelpOptions = true,
        description = "Runs the simulated Mistral until it is killed. Prints its base URL once it listens.")
public final class SimulateMistral implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "";

    @Option(names = "--port", defaultValue = "0", description = "Port to listen on; 0 for a free one.")
    private int port;

    @Option(names = "--api-key", description = "The only key accepted; any that is not empty without this option.")
    private @Nullable String apiKey;

    @Option(names = "--event-loops", defaultValue = "1", description = "Threads that answer (${DEFAULT-VALUE}).")
    private int eventLoops;

    @Option(
            names = "--validate",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Check bodies against the vendor's schema (on; --no-validate for load tests).")
    private boolean validate;

    @Option(
            names = "--track-ids",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Count calls by x-alize-request-id, up to a million ids (on).")
    private boolean trackIds;

    @Option(
            names = "--latency",
            defaultValue = "0ms",
            description = "Such as 200ms, or lognormal:200ms:0.5 (median, sigma).",
            converter = LatencyConverter.class)
    private Latency latency = Latency.NONE;

    @Option(names = "--failure-share", defaultValue = "0", description = "Share of calls that fail, 0 to 1.")
    private double failureShare;

    @Option(names = "--failure-status", defaultValue = "500", description = "Status of those (${DEFAULT-VALUE}).")
    private int failureStatus;

    @Option(names = "--failure-code", description = "The vendor's error code of those, such as 3505.")
    private @Nullable String failureCode;

    @Option(names = "--tokens-per-answer", defaultValue = "40", description = "Length of answers (${DEFAULT-VALUE}).")
    private int tokensPerAnswer;

    @Option(names = "--model", description = "A model to serve; may be repeated. Any model without this option.")
    private List<String> models = List.of();

    @Option(names = "--requests-per-minute", description = "Limit told in the headers (not enforced).")
    private long requestsPerMinute = RateLimits.AMPLE.requestsPerMinute();

    @Option(names = "--tokens-per-minute", description = "Limit told in the headers (not enforced).")
    private long tokensPerMinute = RateLimits.AMPLE.tokensPerMinute();

    @Option(names = "--seed", defaultValue = "1", description = "Seed of latencies and failures (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec own = java.util.Objects.requireNonNull(spec);
        try (SimulatedMistral simulator = SimulatedMistral.start(options())) {
            own.commandLine().getOut().println("Simulated Mistral at " + simulator.baseUrl());
            own.commandLine().getOut().flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ParameterException(own.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private SimulatorOptions options() {
        SimulatorOptions options = SimulatorOptions.DEFAULT
                .at(host, port)
                .withEventLoops(eventLoops)
                .withValidation(validate)
                .withTrackedIds(trackIds)
                .withModels(models)
                .withLimits(new RateLimits(requestsPerMinute, tokensPerMinute))
                .withBehaviour(behaviour());
        return apiKey == null ? options : options.withApiKey(apiKey);
    }

    private Behaviour behaviour() {
        Behaviour behaviour = Behaviour.GOOD
                .with(latency)
                .with(AnswerShape.ofTokens(tokensPerAnswer))
                .withSeed(seed);
        return failureShare == 0
                ? behaviour
                : behaviour.with(Rule.of(Match.share(failureShare), Reaction.Refuse.of(failureStatus, failureCode)));
    }
}
