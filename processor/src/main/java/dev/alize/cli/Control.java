package dev.alize.cli;

import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.ControlDesk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize control}: live mitigations. */
@picocli.CommandLine.Command(
        name = "control",
        mixinStandardHelpOptions = true,
        description = {
            "Live mitigations: in force on every instance within two seconds, kept across restarts, and audited.",
            "A command for a target goes before one for all targets. What a command sets goes before what the"
                    + " environment set at the start (MAX_CONCURRENT_MISTRAL, MISTRAL_FALLBACK, MISTRAL_TIMEOUT_MS);"
                    + " 'off' lifts the command, and the environment counts again."
        },
        subcommands = {
            Control.Pause.class,
            Control.Resume.class,
            Control.MaxConcurrency.class,
            Control.ForceFallback.class,
            Control.Timeout.class,
            Control.Show.class
        },
        footer = {
            "",
            "Examples:",
            "  alize control pause mistral-large --for 30m --reason 'vendor maintenance'",
            "  alize control max-concurrency --all 20",
            "  alize control show"
        })
final class Control implements Runnable {
    static final String OFF = "off";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing subcommand; expected 'pause', 'resume', 'max-concurrency', 'force-fallback', 'timeout' or"
                        + " 'show'");
    }

    /** {@code alize control pause}. */
    @picocli.CommandLine.Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Starts no calls at a target until it is resumed; those that are open go on.")
    static final class Pause implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(arity = "0..1", paramLabel = "TARGET", description = "Id of a target; or --all.")
        private @Nullable String target;

        @Mixin
        private ControlFlags flags = new ControlFlags();

        @Override
        public Integer call() {
            return flags.give(spec, Command.PAUSE, Optional.ofNullable(target), 0);
        }
    }

    /** {@code alize control resume}. */
    @picocli.CommandLine.Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Lifts a pause. A target stays paused while all are (--all), or while its own pause is.")
    static final class Resume implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(arity = "0..1", paramLabel = "TARGET", description = "Id of a target; or --all.")
        private @Nullable String target;

        @Mixin
        private ControlFlags flags = new ControlFlags();

        @Override
        public Integer call() {
            return flags.lift(spec, Command.PAUSE, Optional.ofNullable(target));
        }
    }

    /** {@code alize control max-concurrency}. */
    @picocli.CommandLine.Command(
            name = "max-concurrency",
            mixinStandardHelpOptions = true,
            description = "Bounds the calls that each instance has open at a target.")
    static final class MaxConcurrency implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(
                arity = "1..2",
                paramLabel = "TARGET N|off",
                description = "Id of a target (or --all), and the bound, 1 or more; 'off' lifts it.")
        private List<String> words = List.of();

        @Mixin
        private ControlFlags flags = new ControlFlags();

        @Override
        public Integer call() {
            ControlFlags.Words read = flags.words(spec, words, "N|off");
            if (read.value().equals(OFF)) {
                return flags.lift(spec, Command.MAX_CONCURRENCY, read.target());
            }
            return flags.give(spec, Command.MAX_CONCURRENCY, read.target(), bound(read.value()));
        }

        private long bound(String word) {
            try {
                return ControlDesk.bound(word);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "N: " + e.getMessage(), e);
            }
        }
    }

    /** {@code alize control force-fallback}. */
    @picocli.CommandLine.Command(
            name = "force-fallback",
            mixinStandardHelpOptions = true,
            description = "Skips a target while the route of a request has another one.")
    static final class ForceFallback implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "on|off", description = "'off' lifts it.")
        private String state = OFF;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "TARGET",
                description = "Id of a target; without it the first one of every route.")
        private @Nullable String target;

        @Mixin
        private ControlFlags flags = new ControlFlags();

        @Override
        public Integer call() {
            ControlFlags any = target == null ? flags.forAll() : flags;
            return switch (state) {
                case "on" -> any.give(spec, Command.FORCE_FALLBACK, Optional.ofNullable(target), 0);
                case OFF -> any.lift(spec, Command.FORCE_FALLBACK, Optional.ofNullable(target));
                default ->
                    throw new ParameterException(
                            spec.commandLine(), "got '" + state + "', expected 'on' or 'off' before the target");
            };
        }
    }

    /** {@code alize control timeout}. */
    @picocli.CommandLine.Command(
            name = "timeout",
            mixinStandardHelpOptions = true,
            description = "Changes how long a call at a target may take.")
    static final class Timeout implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(
                arity = "1..2",
                paramLabel = "TARGET DURATION|off",
                description = "Id of a target (or --all), and the time, such as 500ms, 90s or 5m; 'off' lifts it.")
        private List<String> words = List.of();

        @Mixin
        private ControlFlags flags = new ControlFlags();

        @Override
        public Integer call() {
            ControlFlags.Words read = flags.words(spec, words, "DURATION|off");
            if (read.value().equals(OFF)) {
                return flags.lift(spec, Command.TIMEOUT, read.target());
            }
            return flags.give(
                    spec, Command.TIMEOUT, read.target(), time(read.value()).toMillis());
        }

        private Duration time(String word) {
            try {
                return ControlDesk.time(word);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "DURATION: " + e.getMessage(), e);
            }
        }
    }

    /** {@code alize control show}. */
    @picocli.CommandLine.Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints the commands in force. What the environment of an instance sets is not among them.")
    static final class Show implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(names = "--json", description = "Print an array of JSON.")
        private boolean json;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() {
            ActiveCommands active = ControlFlags.inForce(configuration.read());
            spec.commandLine().getOut().println(json ? ControlTable.json(active) : ControlTable.text(active));
            return 0;
        }
    }
}
