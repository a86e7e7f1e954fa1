package dev.alize.cli;

import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.BehaviourJson;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.behaviour.StreamShape;
import dev.alize.simulator.vendor.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize simulate-mistral}: the simulated provider on its own, until it is killed. */
@Command(
        name = "simulate-mistral",
        mixinStandardHelpOptions = true,
        description = "Runs the simulated Mistral until it is killed. Prints its base URL once it listens.",
        footer = {
            "",
            "Serves POST /v1/chat/completions and /v1/fim/completions, whole or as a stream, and GET /v1/models.",
            "PUT /admin/behaviour changes how it behaves, GET /admin/statistics tells what it saw, GET /admin/quotas",
            "how far its limits were used, POST /admin/reset forgets all of it. A behaviour, here and in --behaviour, is such as",
            "  {\"latency\": \"200ms\", \"answer\": {\"tokens\": 40, \"shortest\": 10, \"tool_calls\": {\"always\": true}},",
            "   \"stream\": {\"token_interval\": \"50ms\"},",
            "   \"rules\": [{\"do\": \"cut\", \"after\": 12, \"inside\": true, \"share\": 0.01}]}",
            "What a rule can do: answer, refuse (status, code, body, headers), malformed, truncated, empty,",
            "hang, reset, slow (over); and with a stream, behind the chunks given by after:",
            "  cut (inside)    close the connection, within an event if inside is true",
            "  stall           send nothing more and stay connected",
            "  quit            end without [DONE]; without after, behind the last chunk",
            "  repeat          send the last chunk again",
            "  error_event (status, code, wrapped)  send an error, in {\"error\": ...} if wrapped, and end",
            "  garbage         send an event that is not JSON",
            "  long_event (characters)  send a delta of that length",
            "  framed (events_per_write, split, comments, crlf, padding)  change the bytes, not the meaning",
            "Which calls: share, header and value, request_id, request_share (the same requests each time), model, times,",
            "from and to, path (/v1/models, or * for all paths; without it the completions)."
        })
public final class SimulateMistral implements Callable<Integer> {
    private static final List<String> BEHAVIOUR_FLAGS = List.of(
            "--latency",
            "--failure-share",
            "--failure-status",
            "--failure-code",
            "--tokens-per-answer",
            "--shortest-answer",
            "--token-interval",
            "--stamp-deltas",
            "--seed");

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

    @Option(
            names = "--shortest-answer",
            description = "Least tokens of answers, whose lengths then differ by prompt up to --tokens-per-answer.")
    private @Nullable Integer shortestAnswer;

    @Option(
            names = "--token-interval",
            description = "From one delta of a stream to the next, such as 50ms; without it as fast as can be.",
            converter = DurationConverter.class)
    private Duration tokenInterval = Duration.ZERO;

    @Option(
            names = "--stamp-deltas",
            description = "Make each delta the time it was sent, in microseconds since 1970, instead of text.")
    private boolean stampDeltas;

    @Option(
            names = "--behaviour",
            paramLabel = "FILE",
            description = "How to behave, as JSON; instead of the flags for latency, failures, answers and streams.")
    private @Nullable Path behaviourFile;

    @Option(names = "--model", description = "A model to serve; may be repeated. Any model without this option.")
    private List<String> models = List.of();

    @Option(
            names = "--dialect",
            defaultValue = "mistral",
            description = "Whose API to serve: mistral or openai (${DEFAULT-VALUE}).",
            converter = DialectConverter.class)
    private Dialect dialect = Dialect.MISTRAL;

    @Mixin
    private LimitFlags limits = new LimitFlags();

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
                .withTrackedIds(trackIds)
                .with(new SimulatorOptions.Vendor(dialect, validate, models, limits.limits(), limits.retryAfter()))
                .withBehaviour(behaviour());
        return apiKey == null ? options : options.withApiKey(apiKey);
    }

    private Behaviour behaviour() {
        return behaviourFile == null ? behaviourOfFlags() : behaviourIn(behaviourFile);
    }

    private Behaviour behaviourIn(Path file) {
        CommandLine own = java.util.Objects.requireNonNull(spec).commandLine();
        for (String flag : BEHAVIOUR_FLAGS) {
            if (own.getParseResult().hasMatchedOption(flag)) {
                throw new ParameterException(own, "%s: not together with --behaviour; write it there".formatted(flag));
            }
        }
        try {
            return BehaviourJson.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ParameterException(own, "--behaviour %s cannot be read: %s".formatted(file, e), e);
        }
    }

    private Behaviour behaviourOfFlags() {
        Behaviour behaviour = Behaviour.GOOD
                .with(latency)
                .with(AnswerShape.ofTokens(tokensPerAnswer)
                        .withShortest(shortestAnswer == null ? tokensPerAnswer : shortestAnswer))
                .with(StreamShape.PLAIN.withInterval(tokenInterval).withStamps(stampDeltas))
                .withSeed(seed);
        return failureShare == 0 ? behaviour : behaviour.with(Rule.of(Match.share(failureShare), failure()));
    }

    private Reaction failure() {
        Duration after = limits.retryAfter();
        return after == null
                ? Reaction.Refuse.of(failureStatus, failureCode)
                : new Reaction.Refuse(
                        failureStatus, failureCode, null, Map.of("retry-after", Long.toString(after.toSeconds())));
    }
}
