package dev.alize.domain;

import java.util.Locale;

/** Who has to act on a failure. */
public enum Blame {
    CALLER,
    OPERATOR,
    OUR_QUOTA,
    PROVIDER,
    NETWORK,
    POLICY;

    /** The name used in schemas, metrics and documentation, such as {@code our_quota}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
