package dev.alize.domain;

import java.util.Locale;

/** Which way a text goes that a policy judges. */
public enum Direction {
    /** From the caller to the provider. */
    REQUEST,
    /** From the provider to the caller. */
    RESPONSE;

    /** The name used in configuration, events and metrics, such as {@code request}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
