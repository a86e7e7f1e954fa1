package dev.alize.doctor;

import java.util.Locale;

/** What is looked at. */
public enum Area {
    TARGET,
    BROKER,
    REGISTRY,
    TOPICS,
    TENANTS,
    LAG,
    ERRORS,
    QUOTA,
    COMMANDS,
    INSTANCE;

    /** Such as {@code broker}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
