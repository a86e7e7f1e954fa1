package dev.alize.policies.audit;

import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.policies.Policy;

/**
 * Stands in the chain for the audit trail. It lets everything pass: the trail itself is written by the topology's audit
 * stage, in the same transaction as what it describes, and its retention is set on the topic.
 */
public final class AuditLogger implements Policy {
    @Override
    public String name() {
        return AuditLoggerSettings.NAME;
    }

    @Override
    public Verdict judge(Material material) {
        return Verdict.Allow.CLEAN;
    }
}
