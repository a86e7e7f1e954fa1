package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.yaml.Suggestion;
import dev.alize.control.ProcessAudit;
import dev.alize.incidents.Actions;
import dev.alize.incidents.IncidentTable;
import dev.alize.schemas.Incident;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the commands share that say something of an incident: to which cluster, and who says it. */
final class IncidentFlags {
    private static final int LONGEST_NAME = 100;

    @Option(names = "--by", paramLabel = "NAME", description = "Who says it. Default: the user of the shell.")
    private @Nullable String by;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    /**
     * Writes it into the audit trail; returns when it is there.
     *
     * @throws ParameterException where there is no such incident
     * @throws UnreachableException where it could not be written
     */
    int say(CommandSpec spec, Actions action, String id, Map<String, String> more) {
        TreeMap<String, String> details = new TreeMap<>(more);
        details.put("incident", id);
        details.put("by", by == null ? System.getProperty("user.name", "unknown") : name(spec, by));
        Configuration read = configuration.read();
        Connection connection = Connection.of(read, Environment.ofProcess());
        find(spec, IncidentTable.read(connection, read), id);
        ProcessAudit audit = ControlFlags.audit(connection, read);
        audit.happened(Actions.KIND, null, action.code(), details);
        audit.close();
        if (audit.dropped() > 0) {
            throw new UnreachableException(
                    "incidents " + action.code() + ": got no answer when it was written to the audit trail,"
                            + " expected brokers and a schema registry that answer; nothing was said",
                    new IllegalStateException("the event was dropped"));
        }
        spec.commandLine().getOut().println(id + ": " + action.code() + " written");
        return 0;
    }

    String name(CommandSpec spec, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new ParameterException(
                    spec.commandLine(), "NAME: got " + name.length() + " characters, expected 1 to " + LONGEST_NAME);
        }
        return name.strip();
    }

    /** @param text null where nothing is said */
    Map<String, String> text(CommandSpec spec, @Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        if (text.isBlank() || text.length() > Actions.LONGEST) {
            throw new ParameterException(
                    spec.commandLine(), "TEXT: got " + text.length() + " characters, expected 1 to " + Actions.LONGEST);
        }
        return Map.of("text", text.strip());
    }

    static Incident find(CommandSpec spec, IncidentTable.Reading reading, String id) {
        return reading.of(id).orElseThrow(() -> {
            List<String> known =
                    reading.incidents().stream().map(Incident::getId).toList();
            return new ParameterException(
                    spec.commandLine(),
                    "no incident '" + id + "'"
                            + Suggestion.of(id, known)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(
                                            known.isEmpty()
                                                    ? "; there is none"
                                                    : "; the last one is '" + known.getFirst() + "'"));
        });
    }
}
