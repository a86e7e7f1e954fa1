package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.Exchange;
import dev.alize.client.KafkaExchange;
import dev.alize.client.Prompt;
import dev.alize.client.Submission;
import dev.alize.client.Submission.Answer;
import dev.alize.client.Submission.Waiting;
import dev.alize.client.batch.BatchOptions;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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
            "  git diff | alize submit --system 'Review this change.' --model codestral-latest -"
        })
final class Submit implements Callable<Integer> {
    private static final int LONGEST_NAME = 256;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PROMPT", description = "What to ask; - reads the standard input.")
    private String prompt = "";

    @Option(names = "--model", description = "Model to ask; without it, that of the target.")
    private @Nullable String model;

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told before.")
    private @Nullable String system;

    @Option(names = "--tenant", defaultValue = BatchOptions.DEFAULT_TENANT, description = "Default: ${DEFAULT-VALUE}.")
    private String tenant = BatchOptions.DEFAULT_TENANT;

    @Option(names = "--id", description = "Request id, so that a repeat is answered once; random without it.")
    private @Nullable String id;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "From now, such as 90s; an answer after it is of no use. None without it.")
    private @Nullable Duration deadline;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "How long to wait here, such as 90s or 5m (${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(5);

    @Option(names = "--json", description = "Print the whole response.")
    private boolean json;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Mixin
    private EmbeddedFlags embedded = new EmbeddedFlags();

    @Override
    public Integer call() {
        InstantSource clock = InstantSource.system();
        checkName("--id", id);
        checkName("--tenant", tenant);
        Configuration read = configuration.read();
        String text = text();
        Environment environment = Environment.ofProcess();
        try (Interruption interruption = Interruption.watch();
                Place place =
                        embedded.open(read, environment, spec.commandLine().getErr());
                Exchange exchange =
                        KafkaExchange.open(Connection.of(place.configuration(), environment), place.configuration())) {
            Waiting waiting = new Waiting(timeout, interruption::requested, id != null, clock);
            return print(Submission.await(exchange, prompt(text, clock), waiting));
        }
    }

    private void checkName(String option, @Nullable String name) {
        if (name != null && (name.isEmpty() || name.length() > LONGEST_NAME)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": got " + name.length() + " characters, expected 1 to " + LONGEST_NAME);
        }
    }

    private String text() {
        try {
            String text = prompt.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : prompt;
            if (text.isBlank()) {
                throw new ParameterException(spec.commandLine(), "PROMPT: got an empty text, expected a question");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Prompt prompt(String text, InstantSource clock) {
        return new Prompt(
                id == null ? UUID.randomUUID().toString() : id,
                tenant,
                text,
                Optional.ofNullable(system),
                Optional.ofNullable(model),
                Optional.ofNullable(deadline).map(clock.instant()::plus));
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
