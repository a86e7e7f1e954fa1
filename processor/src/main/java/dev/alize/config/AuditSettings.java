package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.time.Duration;

/**
 * Block {@code audit}: how the audit trail is keyed and sealed.
 *
 * @param hashKey of the keyed hashes of texts and subjects; default {@code env ALIZE_AUDIT_KEY}. Without it the trail
 *     has neither hashes of texts nor subjects
 * @param signingKey the private key (Ed25519, PKCS#8 in PEM) that signs checkpoints; default {@code env
 *     ALIZE_AUDIT_SIGNING_KEY}. Only needed where {@code policy.audit-logger.immutable} is true
 * @param checkpointEvents events of a chain after which it is sealed, 1 to 1,000,000; default 1,000
 * @param checkpointInterval after which a chain with new events is sealed, 100 ms to 1 h; default 60 s
 */
public record AuditSettings(
        SecretReference hashKey, SecretReference signingKey, int checkpointEvents, Duration checkpointInterval) {
    public static final Range<Integer> CHECKPOINT_EVENTS = Range.of(1, 1_000_000);
    public static final Range<Duration> CHECKPOINT_INTERVAL = Range.of(Duration.ofMillis(100), Duration.ofHours(1));
    public static final AuditSettings DEFAULT = new AuditSettings(
            new SecretReference.Variable("ALIZE_AUDIT_KEY"),
            new SecretReference.Variable("ALIZE_AUDIT_SIGNING_KEY"),
            1_000,
            Duration.ofSeconds(60));

    public AuditSettings {
        CHECKPOINT_EVENTS.check("audit.checkpoint_events", checkpointEvents);
        CHECKPOINT_INTERVAL.check("audit.checkpoint_interval", checkpointInterval);
    }
}
