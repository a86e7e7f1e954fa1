package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.control.ProcessAudit;
import dev.alize.policies.audit.AuditLoggerSettings;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeMap;

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
     * @throws UnreachableException where the event could not be written; then nothing may be read
     */
    static void tell(Configuration read, String command, Window window, Collection<String> filters) {
        boolean asked = read.policies()
                .inChain(AuditLoggerSettings.class)
                .map(AuditLoggerSettings::logAllAccess)
                .orElse(false);
        if (!asked) {
            return;
        }
        TreeMap<String, String> details = new TreeMap<>();
        details.put("issued_by", System.getProperty("user.name", "unknown"));
        if (window.from().isAfter(Instant.EPOCH)) {
            details.put("from", window.from().toString());
        }
        if (window.to().isBefore(TrailFlags.NEVER)) {
            details.put("to", window.to().toString());
        }
        if (!filters.isEmpty()) {
            details.put("filters", String.join(",", filters));
        }
        ProcessAudit audit = ControlFlags.audit(Connection.of(read, Environment.ofProcess()), read);
        audit.happened("access", null, command, details);
        audit.close();
        if (audit.dropped() > 0) {
            throw new UnreachableException(
                    "policy.audit-logger.log_all_access: got no answer when the access was written to the audit trail,"
                            + " expected brokers and a schema registry that answer; nothing was read",
                    new IllegalStateException("the event was dropped"));
        }
    }
}
