package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import java.time.Instant;
import java.util.Collection;

/**
 * Writes that a command reads the audit trail, where {@code policy.audit-logger.log_all_access} asks for it: who, which
 * command, which window, and the names of its filters, never their values.
 */
final class TrailAccess {
    private TrailAccess() {}

    /** The trail, once it is written down that it is read; throws what opening it and writing that throw. */
    static KafkaTrail open(Configuration read, String command, Window window, Collection<String> filters) {
        KafkaTrail trail = KafkaTrail.open(Connection.of(read, Environment.ofProcess()), read);
        try {
            tell(read, command, window, filters);
            return trail;
        } catch (RuntimeException e) {
            trail.close();
            throw e;
        }
    }

    /**
     * Call it before the reading.
     *
     * @param command such as {@code audit search}
     * @throws dev.alize.client.UnreachableException where the event could not be written; then nothing may be read
     */
    static void tell(Configuration read, String command, Window window, Collection<String> filters) {
        ControlFlags.audit(read)
                .tellAccess(
                        command,
                        System.getProperty("user.name", "unknown"),
                        window.from().isAfter(Instant.EPOCH) ? window.from() : null,
                        window.to().isBefore(TrailFlags.NEVER) ? window.to() : null,
                        filters);
    }
}
