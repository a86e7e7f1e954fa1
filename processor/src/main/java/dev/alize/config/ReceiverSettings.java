package dev.alize.config;

import dev.alize.diagnosis.Severity;
import dev.alize.domain.settings.InvalidSettingException;
import java.util.regex.Pattern;

/**
 * One who is told of incidents.
 *
 * @param name in logs, metrics and commands: up to 40 lower-case letters, digits, {@code -} and {@code _}
 * @param minSeverity the least severe incidents that it is told of; default P4, for external receivers P3
 * @param audience who reads it; default internal
 * @param channel how it is reached
 */
public record ReceiverSettings(String name, Severity minSeverity, Audience audience, AlertChannel channel) {
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    /** Who reads it. */
    public enum Audience {
        /** People who may know targets, commands and names. */
        INTERNAL,
        /** Everybody: the text for a status page. */
        EXTERNAL
    }

    public ReceiverSettings {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSettingException(
                    "alerts.receivers name", "up to 40 lower-case letters, digits, '-' and '_' were expected");
        }
    }

    /** Whether it is told of incidents of a severity. External texts tell of what users see: never of a P4. */
    public boolean wants(Severity severity) {
        return severity.compareTo(minSeverity) <= 0 && !(audience == Audience.EXTERNAL && severity == Severity.P4);
    }
}
