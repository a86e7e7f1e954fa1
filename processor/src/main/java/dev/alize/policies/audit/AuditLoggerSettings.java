package dev.alize.policies.audit;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;

/**
 * Block {@code policy.audit-logger}.
 *
 * @param immutable whether audit events are chained by hash, which needs exactly-once; default false
 * @param retentionDays how long audit events are kept, in days, 1 to 36,500; default 365
 * @param logAllAccess whether each read of the trail by a command is an event itself; default false
 */
public record AuditLoggerSettings(boolean immutable, int retentionDays, boolean logAllAccess)
        implements PolicySettings {
    public static final String NAME = "audit-logger";
    public static final Range<Integer> RETENTION_DAYS = Range.of(1, 36_500);
    public static final AuditLoggerSettings DEFAULT = new AuditLoggerSettings(false, 365, false);

    public AuditLoggerSettings {
        RETENTION_DAYS.check("policy.audit-logger.retention_days", retentionDays);
    }

    @Override
    public String policy() {
        return NAME;
    }

    /** It judges nothing. */
    @Override
    public Conduct conduct() {
        return Conduct.of(Action.FLAG, Direction.REQUEST);
    }
}
