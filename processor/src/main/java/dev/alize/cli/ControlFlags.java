package dev.alize.cli;

import dev.alize.audit.Sealing;
import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.TargetSettings;
import dev.alize.config.yaml.Suggestion;
import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.ControlWriter;
import dev.alize.control.Mitigation;
import dev.alize.control.Mitigation.Scope;
import dev.alize.control.ProcessAudit;
import dev.alize.control.TrailSecrets;
import dev.alize.domain.ProcessEvents;
import java.time.Duration;
import java.time.Instant;
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

    private static final int LONGEST_REASON = 256;

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
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new ParameterException(
                    spec.commandLine(), "--reason: got " + reason.length() + " characters, expected at most 256");
        }
        Configuration read = configuration.read();
        Scope scope = scope(spec, read, command, target);
        Instant now = InstantSource.system().instant();
        Instant expiresAt = time == null ? null : now.plus(time);
        return write(spec, read, writer -> writer.give(new Mitigation(scope, value, expiresAt, user(), now, reason)));
    }

    int lift(CommandSpec spec, Command command, Optional<String> target) {
        if (time != null || reason != null) {
            throw new ParameterException(spec.commandLine(), "--for and --reason do not go with lifting a command");
        }
        Configuration read = configuration.read();
        Scope scope = scope(spec, read, command, target);
        return write(spec, read, writer -> writer.lift(scope, user()));
    }

    private Scope scope(CommandSpec spec, Configuration read, Command command, Optional<String> target) {
        if (all == target.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    (all ? "got a target and --all" : "got neither") + ", expected TARGET or --all");
        }
        List<String> known =
                read.providers().targets().stream().map(TargetSettings::id).toList();
        target.filter(id -> !known.contains(id)).ifPresent(id -> {
            throw new ParameterException(
                    spec.commandLine(),
                    "no target '" + id + "' in the configuration"
                            + Suggestion.of(id, known)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("; it has " + known));
        });
        return new Scope(command, target.orElse(null));
    }

    private static int write(CommandSpec spec, Configuration read, Consumer<ControlWriter> command) {
        InstantSource clock = InstantSource.system();
        Connection connection = Connection.of(read, Environment.ofProcess());
        try (ProcessAudit audit = audit(connection, read);
                ControlWriter writer = ControlWriter.open(connection, read, audit, clock)) {
            command.accept(writer);
            spec.commandLine().getOut().println(ControlTable.text(writer.inForce()));
        }
        return 0;
    }

    static ProcessAudit audit(Connection connection, Configuration read) {
        String version = read.version();
        return ProcessAudit.open(
                connection,
                read,
                new ProcessAudit.Origin(
                        INSTANCE, () -> version, InstantSource.system(), sealing(read, Environment.ofProcess())));
    }

    /** Null where the trail is not immutable. */
    static @Nullable Sealing sealing(Configuration read, Environment environment) {
        try {
            return TrailSecrets.sealing(read, environment, INSTANCE);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "Key of the audit trail",
                    new Problem(
                            "audit.signing_key_ref",
                            "no key that signs (" + e.getMessage() + ")",
                            "the one that the gateway runs with: this command writes into an immutable trail"));
        }
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
