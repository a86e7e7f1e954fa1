package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.ControlDesk;
import dev.alize.control.ControlWriter;
import dev.alize.control.OperatorAudit;
import dev.alize.domain.ProcessEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the commands of {@code alize control} share: where they go, how long they last, and why. */
final class ControlFlags {
    /** The name under which the command line writes its audit events. */
    static final String INSTANCE = "alize-cli";

    @Option(names = "--all", description = "All targets.")
    private boolean all;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Lifts it after that time, such as 30m; without it, it stays until it is lifted.")
    private @Nullable Duration time;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail; no personal data.")
    private @Nullable String reason;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    /** The positional parameters of a command with a value. */
    record Words(Optional<String> target, String value) {}

    /** The same with {@code --all}. */
    ControlFlags forAll() {
        all = true;
        return this;
    }

    Words words(CommandSpec spec, List<String> words, String value) {
        if (words.size() != (all ? 1 : 2)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "got " + words.size() + " words" + (all ? " and --all" : "") + ", expected TARGET " + value
                            + " or --all " + value);
        }
        return new Words(all ? Optional.empty() : Optional.of(words.getFirst()), words.getLast());
    }

    int give(CommandSpec spec, Command command, Optional<String> target, long value) {
        return write(
                spec, target, desk -> desk.give(desk.scope(command, target.orElse(null)), value, time, reason, user()));
    }

    int lift(CommandSpec spec, Command command, Optional<String> target) {
        if (time != null) {
            throw new ParameterException(spec.commandLine(), "--for does not go with lifting a command");
        }
        return write(spec, target, desk -> desk.lift(desk.scope(command, target.orElse(null)), reason, user()));
    }

    private int write(CommandSpec spec, Optional<String> target, Consumer<ControlDesk> command) {
        if (all == target.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    (all ? "got a target and --all" : "got neither") + ", expected TARGET or --all");
        }
        Configuration read = configuration.read();
        try {
            command.accept(new ControlDesk(audit(read), InstantSource.system()));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new ParameterException(
                    spec.commandLine(), message.startsWith("reason:") ? "--" + message : message, e);
        }
        spec.commandLine().getOut().println(ControlTable.text(inForce(read)));
        return 0;
    }

    /** How the command line writes into the audit trail. */
    static OperatorAudit audit(Configuration read) {
        Environment environment = Environment.ofProcess();
        return new OperatorAudit(Connection.of(read, environment), read, environment, INSTANCE);
    }

    static ActiveCommands inForce(Configuration read) {
        Connection connection = Connection.of(read, Environment.ofProcess());
        try (ControlWriter writer = ControlWriter.open(connection, read, ProcessEvents.NONE, InstantSource.system())) {
            return writer.inForce();
        }
    }

    private static String user() {
        return System.getProperty("user.name", "unknown");
    }
}
