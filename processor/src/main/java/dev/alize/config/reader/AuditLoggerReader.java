package dev.alize.config.reader;

import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.policies.audit.AuditLoggerSettings;
import java.util.function.Supplier;

/** Block {@code policy.audit-logger}. */
final class AuditLoggerReader {
    private AuditLoggerReader() {}

    static Supplier<AuditLoggerSettings> read(YamlMap block) {
        AuditLoggerSettings otherwise = AuditLoggerSettings.DEFAULT;
        boolean immutable = block.get("immutable", Formats.flag(), otherwise.immutable());
        int days = block.get(
                "retention_days", Values.whole(AuditLoggerSettings.RETENTION_DAYS), otherwise.retentionDays());
        boolean all = block.get("log_all_access", Formats.flag(), otherwise.logAllAccess());
        return () -> new AuditLoggerSettings(immutable, days, all);
    }
}
