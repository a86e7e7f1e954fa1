package dev.alize.control;

import dev.alize.audit.Sealing;
import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.policies.audit.AuditLoggerSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the audit trail what operators do. Each writing has a chain of its own, as each command of a shell has. Safe
 * to use from any thread.
 *
 * @param instance under which it is written, such as {@code alize-cli}
 */
public record OperatorAudit(
        Connection connection, Configuration configuration, Environment environment, String instance) {
    /**
     * A trail to write several events to; close it.
     *
     * @throws BadInputException where the trail is immutable and the key that signs is missing
     */
    public ProcessAudit open() {
        String version = configuration.version();
        return ProcessAudit.open(
                connection,
                configuration,
                new ProcessAudit.Origin(instance, () -> version, InstantSource.system(), sealing()));
    }

    /** Null where the trail is not immutable. */
    @Nullable
    Sealing sealing() {
        try {
            return TrailSecrets.sealing(configuration, environment, instance);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "Key of the audit trail",
                    new Problem(
                            "audit.signing_key_ref",
                            "no key that signs (" + e.getMessage() + ")",
                            "the one that the gateway runs with: this command writes into an immutable trail"));
        }
    }

    /**
     * Writes one event; returns when it is there.
     *
     * @param what is written, for the message, such as {@code incidents ack}
     * @param otherwise what was not done then, such as {@code nothing was said}
     * @throws UnreachableException where it could not be written
     */
    public void write(String kind, String reason, Map<String, String> details, String what, String otherwise) {
        ProcessAudit audit = open();
        audit.happened(kind, null, reason, details);
        audit.close();
        if (audit.dropped() > 0) {
            throw new UnreachableException(
                    what + ": got no answer when it was written to the audit trail, expected brokers and a schema"
                            + " registry that answer; " + otherwise,
                    new IllegalStateException("the event was dropped"));
        }
    }

    /**
     * Writes that somebody reads the trail, where {@code policy.audit-logger.log_all_access} asks for it. Call it before
     * the reading.
     *
     * @param command such as {@code audit search}
     * @param by who reads
     * @param from null for the beginning
     * @param to null for the end
     * @param filters names of the filters, never their values
     * @throws UnreachableException where the event could not be written; then nothing may be read
     */
    public void tellAccess(
            String command, String by, @Nullable Instant from, @Nullable Instant to, Collection<String> filters) {
        boolean asked = configuration
                .policies()
                .inChain(AuditLoggerSettings.class)
                .map(AuditLoggerSettings::logAllAccess)
                .orElse(false);
        if (!asked) {
            return;
        }
        TreeMap<String, String> details = new TreeMap<>();
        details.put("issued_by", by);
        if (from != null) {
            details.put("from", from.toString());
        }
        if (to != null) {
            details.put("to", to.toString());
        }
        if (!filters.isEmpty()) {
            details.put("filters", String.join(",", filters));
        }
        write("access", command, details, "policy.audit-logger.log_all_access", "nothing was read");
    }
}
