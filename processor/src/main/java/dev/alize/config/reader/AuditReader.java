package dev.alize.config.reader;

import dev.alize.config.AuditSettings;
import dev.alize.config.SecretReference;
import dev.alize.config.yaml.YamlMap;
import java.time.Duration;
import java.util.function.Supplier;

/** Block {@code audit}. */
final class AuditReader {
    private AuditReader() {}

    static Supplier<AuditSettings> read(YamlMap block, SecretReader secrets) {
        AuditSettings usual = AuditSettings.DEFAULT;
        SecretReference hash =
                block.value("secret_key_ref").flatMap(secrets::read).orElse(usual.hashKey());
        SecretReference signing =
                block.value("signing_key_ref").flatMap(secrets::read).orElse(usual.signingKey());
        int events =
                block.get("checkpoint_events", Values.whole(AuditSettings.CHECKPOINT_EVENTS), usual.checkpointEvents());
        Duration interval = block.get(
                "checkpoint_interval", Values.duration(AuditSettings.CHECKPOINT_INTERVAL), usual.checkpointInterval());
        return () -> new AuditSettings(hash, signing, events, interval);
    }
}
