package dev.alize.config;

/** The settings of one policy. */
public sealed interface PolicySettings permits AuditLoggerSettings {
    /** The name of the policy in {@code policies.chain} and {@code policy.<name>}. */
    String policy();
}
