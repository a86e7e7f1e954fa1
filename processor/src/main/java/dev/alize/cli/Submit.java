package dev.alize.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.client.ChunkSource;
import dev.alize.client.Connection;
import dev.alize.client.Exchange;
import dev.alize.client.KafkaChunks;
import dev.alize.client.KafkaExchange;
import dev.alize.client.Prompt;
import dev.alize.client.Streaming;
import dev.alize.client.Streaming.Ending;
import dev.alize.client.Submission;
import dev.alize.client.Submission.Answer;
import dev.alize.client.Submission.Waiting;
import dev.alize.client.batch.BatchOptions;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize submit}: one prompt. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = "Sends one prompt and prints the text of the answer.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the request was completed",
            "1:it was not, or no response came in time",
            "2:usage, configuration or surroundings"
        },
        footer = {
            "",
            "Examples:",
            "  alize submit --embedded 'What is a trade wind?'",
            "  alize submit --embedded --stream 'Tell me of the trade winds.'",
            "  alize submit --fim --model codestral-latest --suffix '    return a' 'def gcd(a, b):'",
            "  git diff | alize submit --system 'Review this change.' --model codestral-latest -"
        })
final class Submit implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private QuestionFlags question = new QuestionFlags();

    @Option(names = "--model", description = "Model to ask; without it, that of the target.")
    private @Nullable String model;

    @Option(names = "--tenant", defaultValue = BatchOptions.DEFAULT_TENANT, description = "Default: ${DEFAULT-VALUE}.")
    private String tenant = BatchOptions.DEFAULT_TENANT;

    @Option(names = "--id", description = "Request id, so that a repeat is answered once; random without it.")
    private @Nullable String id;

    @Mixin
    private DeliveryFlags delivery = new DeliveryFlags();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "How long to wait here, such as 90s or 5m (${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(5);

    @Option(
            names = "--json",
            description = "Print the whole response as a line of JSON; with --stream each chunk before it, too.")
    private boolean json;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Mixin
    private EmbeddedFlags embedded = new EmbeddedFlags();

    @Override
    public Integer call() {
        InstantSource clock = InstantSource.system();
        Names.check(spec.commandLine(), "--id", id);
        Names.check(spec.commandLine(), "--tenant", tenant);
        Configuration read = configuration.read();
        Prompt prompt = prompt(clock);
        Environment environment = Environment.ofProcess();
        try (Interruption interruption = Interruption.watch();
                Place place =
                        embedded.open(read, environment, spec.commandLine().getErr());
                Exchange exchange = KafkaExchange.open(
                        Connection.of(place.configuration(), environment), place.configuration(), tenant)) {
            Waiting waiting = new Waiting(timeout, interruption::requested, id != null, clock);
            if (!delivery.stream()) {
                return print(Submission.await(exchange, prompt, waiting));
            }
            try (ChunkSource chunks = KafkaChunks.open(
                    Connection.of(place.configuration(), environment), place.configuration(), tenant)) {
                return stream(exchange, chunks, prompt, waiting);
            }
        }
    }

    private Prompt prompt(InstantSource clock) {
        return new Prompt(
                id == null ? UUID.randomUUID().toString() : id,
                tenant,
                question.question(spec.commandLine()),
                Optional.ofNullable(model),
                delivery.delivery(spec.commandLine(), clock));
    }

    private int stream(Exchange exchange, ChunkSource chunks, Prompt prompt, Waiting waiting) {
        StreamView view =
                new StreamView(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
        Optional<Ending> ending = Streaming.await(exchange, chunks, prompt, waiting, view);
        view.endLine();
        Optional<Answer> answer = ending.map(Ending::answer);
        if (json || answer.isEmpty() || !answer.get().completed()) {
            return print(answer);
        }
        if (!ending.get().complete() || answer.get().json().path("chunks").asInt() == 0) {
            view.replace(answer.get().text());
        }
        spec.commandLine().getErr().println(summary(answer.get()));
        return 0;
    }

    /** How a completed stream ended, in a line. */
    static String summary(Answer answer) {
        JsonNode usage = answer.json().at("/body/usage");
        return "completed in " + answer.json().at("/times/total_ms").asLong() + " ms, attempt "
                + answer.json().path("attempts").asInt() + ", "
                + answer.json().path("chunks").asInt() + " chunks, tokens: "
                + (usage.isMissingNode()
                        ? "unknown"
                        : usage.path("prompt_tokens").asLong() + " in, "
                                + usage.path("completion_tokens").asLong() + " out");
    }

    private int print(Optional<Answer> answer) {
        if (answer.isEmpty()) {
            return failed("no response within " + timeout.toSeconds()
                    + " s; is a gateway running on these topics (alize run)?");
        }
        if (json) {
            spec.commandLine().getOut().println(answer.get().json());
            return answer.get().completed() ? 0 : Failures.NOT_COMPLETED;
        }
        if (!answer.get().completed()) {
            return failed(answer.get().text());
        }
        spec.commandLine().getOut().println(answer.get().text());
        return 0;
    }

    private int failed(String reason) {
        spec.commandLine().getErr().println("alize: " + reason);
        return Failures.NOT_COMPLETED;
    }
}
