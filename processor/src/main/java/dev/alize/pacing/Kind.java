package dev.alize.pacing;

import java.util.Locale;

/** What a limit counts. */
public enum Kind {
    REQUESTS,
    /** Of prompt and completion together, counted by the provider when the call ends. */
    TOKENS;

    /** The name used in events and metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
