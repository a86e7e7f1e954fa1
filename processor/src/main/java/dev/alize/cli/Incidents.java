package dev.alize.cli;

import dev.alize.alerts.Texts;
import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.incidents.Actions;
import dev.alize.incidents.IncidentTable;
import dev.alize.schemas.Incident;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize incidents}: what is wrong, and what was done about it. */
@Command(
        name = "incidents",
        mixinStandardHelpOptions = true,
        description = {
            "Incidents: what is wrong now, what was, what may be done, and what was done.",
            "What is said of an incident is an audit event. It is in the incident within a few seconds, while an instance"
                    + " runs, and in the postmortem of that time."
        },
        subcommands = {
            Incidents.ListThem.class,
            Incidents.Show.class,
            Incidents.Ack.class,
            Incidents.Assign.class,
            Incidents.Mitigate.class,
            Incidents.Cause.class,
            Incidents.Note.class,
            Incidents.Resolve.class
        },
        footer = {
            "",
            "Examples:",
            "  alize incidents list --open",
            "  alize incidents ack inc-20261122-031500-server",
            "  alize incidents assign inc-20261122-031500-server ada",
            "  alize incidents cause inc-20261122-031500-server 'The provider had an outage in its region'"
        })
final class Incidents implements Runnable {
    private static final String ID = "ID";
    private static final String OF_WHICH = "Id of the incident, as 'list' prints it.";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing subcommand; expected 'list', 'show', 'ack', 'assign', 'mitigate', 'cause', 'note' or"
                        + " 'resolve'");
    }

    /** {@code alize incidents list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists incidents, the last one first: those that are open, and those of the last 7 days.")
    static final class ListThem implements Callable<Integer> {
        private static final Duration SHOWN = Duration.ofDays(7);

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(names = "--open", description = "Only those that are not resolved.")
        private boolean open;

        @Option(names = "--all", description = "Those of all times.")
        private boolean all;

        @Option(names = "--json", description = "Print an array of JSON.")
        private boolean json;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() {
            Configuration read = configuration.read();
            IncidentTable.Reading reading = IncidentTable.read(Connection.of(read, Environment.ofProcess()), read);
            if (reading.skipped() > 0) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "alize: records on the topic of incidents that are none of ours: " + reading.skipped());
            }
            List<Incident> shown =
                    reading.incidents().stream().filter(this::isShown).toList();
            spec.commandLine()
                    .getOut()
                    .println(json ? IncidentView.json(shown, configuration.words()) : IncidentView.table(shown));
            return 0;
        }

        private boolean isShown(Incident incident) {
            if (incident.getResolvedAt() == null) {
                return true;
            }
            return !open
                    && (all
                            || incident.getResolvedAt()
                                    .isAfter(InstantSource.system().instant().minus(SHOWN)));
        }
    }

    /** {@code alize incidents show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows an incident: cause, reach, what may be done, numbers and timeline.")
    static final class Show implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = ID, description = OF_WHICH)
        private String id = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Option(names = "--external", description = "Print the text for a status page.")
        private boolean external;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() {
            Configuration read = configuration.read();
            IncidentTable.Reading reading = IncidentTable.read(Connection.of(read, Environment.ofProcess()), read);
            Incident found = IncidentFlags.find(spec, reading, id);
            PrintWriter out = spec.commandLine().getOut();
            if (external) {
                new Texts(read.alerts()).external(found).lines().forEach(out::println);
            } else if (json) {
                out.println(IncidentView.json(found, configuration.words()));
            } else {
                IncidentView.lines(found, configuration.words()).forEach(out::println);
            }
            return 0;
        }
    }

    /** {@code alize incidents ack}. */
    @Command(
            name = "ack",
            mixinStandardHelpOptions = true,
            description = "Says that somebody has seen it; alerts are not repeated then.")
    static final class Ack implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = ID, description = OF_WHICH)
        private String id = "";

        @Mixin
        private IncidentFlags flags = new IncidentFlags();

        @Override
        public Integer call() {
            return flags.say(spec, Actions.ACK, id, null);
        }
    }

    /** {@code alize incidents assign}. */
    @Command(name = "assign", mixinStandardHelpOptions = true, description = "Says who leads: the incident commander.")
    static final class Assign implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = ID, description = OF_WHICH)
        private String id = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "User name, up to 100 characters.")
        private String name = "";

        @Mixin
        private IncidentFlags flags = new IncidentFlags();

        @Override
        public Integer call() {
            return flags.say(spec, Actions.ASSIGN, id, name);
        }
    }

    /** {@code alize incidents mitigate}. */
    @Command(
            name = "mitigate",
            mixinStandardHelpOptions = true,
            description = "Says that a mitigation is under way, and which; 'alize control' says so by itself.")
    static final class Mitigate implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = ID, description = OF_WHICH)
        private String id = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "What is done.")
        private @Nullable String text;

        @Mixin
        private IncidentFlags flags = new IncidentFlags();

        @Override
        public Integer call() {
            return flags.say(spec, Actions.MITIGATE, id, text);
        }
    }

    /** {@code alize incidents cause}. */
    @Command(name = "cause", mixinStandardHelpOptions = true, description = "Says what the root cause is.")
    static final class Cause implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = ID, description = OF_WHICH)
        private String id = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "The cause; no personal data.")
        private String text = "";

        @Mixin
        private IncidentFlags flags = new IncidentFlags();

        @Override
        public Integer call() {
            return flags.say(spec, Actions.CAUSE, id, text);
        }
    }

    /** {@code alize incidents note}. */
    @Command(name = "note", mixinStandardHelpOptions = true, description = "Adds a row to the timeline.")
    static final class Note implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = ID, description = OF_WHICH)
        private String id = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "The row; no personal data.")
        private String text = "";

        @Mixin
        private IncidentFlags flags = new IncidentFlags();

        @Override
        public Integer call() {
            return flags.say(spec, Actions.NOTE, id, text);
        }
    }

    /** {@code alize incidents resolve}. */
    @Command(
            name = "resolve",
            mixinStandardHelpOptions = true,
            description = "Closes it by hand. What still fails opens no other one until it was well for a while.")
    static final class Resolve implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = ID, description = OF_WHICH)
        private String id = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "Why.")
        private @Nullable String text;

        @Mixin
        private IncidentFlags flags = new IncidentFlags();

        @Override
        public Integer call() {
            return flags.say(spec, Actions.RESOLVE, id, text);
        }
    }
}
