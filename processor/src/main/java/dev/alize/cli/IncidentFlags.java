package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.incidents.Actions;
import dev.alize.incidents.IncidentTable;
import dev.alize.incidents.Statement;
import dev.alize.schemas.Incident;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the commands share that say something of an incident: to which cluster, and who says it. */
final class IncidentFlags {
    @Option(names = "--by", paramLabel = "NAME", description = "Who says it. Default: the user of the shell.")
    private @Nullable String by;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    /**
     * Writes it into the audit trail; returns when it is there.
     *
     * @param text null where nothing is said
     * @throws ParameterException where there is no such incident, or the text is not what it should be
     * @throws dev.alize.client.UnreachableException where it could not be written
     */
    int say(CommandSpec spec, Actions action, String id, @Nullable String text) {
        Statement statement = statement(spec, action, id, text);
        Configuration read = configuration.read();
        find(spec, IncidentTable.read(Connection.of(read, Environment.ofProcess()), read), id);
        statement.write(ControlFlags.audit(read));
        spec.commandLine().getOut().println(id + ": " + action.code() + " written");
        return 0;
    }

    private Statement statement(CommandSpec spec, Actions action, String id, @Nullable String text) {
        try {
            return Statement.of(action, id, text, by == null ? System.getProperty("user.name", "unknown") : by);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    static Incident find(CommandSpec spec, IncidentTable.Reading reading, String id) {
        return reading.of(id)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        Statement.unknown(
                                id,
                                reading.incidents().stream()
                                        .map(Incident::getId)
                                        .toList())));
    }
}
