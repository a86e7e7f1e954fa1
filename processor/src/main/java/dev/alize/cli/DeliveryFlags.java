package dev.alize.cli;

import dev.alize.client.Prompt.Delivery;
import dev.alize.schemas.Priority;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that say how a request is delivered. */
final class DeliveryFlags {
    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            defaultValue = "interactive",
            description = "interactive, normal or bulk (${DEFAULT-VALUE}).")
    private Priority priority = Priority.INTERACTIVE;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "From now, such as 90s; an answer after it is of no use. None without it.")
    private @Nullable Duration deadline;

    @Option(
            names = "--ordering-key",
            paramLabel = "KEY",
            description = "Requests with the same key are called one after the other.")
    private @Nullable String orderingKey;

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description =
                    "Whom the question is about; the audit trail knows them by a pseudonym that `alize forget` ends.")
    private @Nullable String subject;

    @Option(names = "--stream", description = "Print the answer as it comes, then how it ended on standard error.")
    private boolean stream;

    boolean stream() {
        return stream;
    }

    /** @throws picocli.CommandLine.ParameterException where the ordering key cannot be */
    Delivery delivery(CommandLine commandLine, InstantSource clock) {
        Names.check(commandLine, "--ordering-key", orderingKey);
        Names.check(commandLine, "--subject", subject);
        return new Delivery(
                priority,
                Optional.ofNullable(deadline).map(clock.instant()::plus),
                Optional.ofNullable(orderingKey),
                Optional.ofNullable(subject),
                stream);
    }
}
