package dev.alize.domain.settings;

import java.util.Locale;

/** What follows where a policy finds something. */
public enum Action {
    /** The request ends, blocked. */
    BLOCK,
    /** What was found is replaced, and the text goes on. */
    REDACT,
    /** The verdict stands in the response; nothing else happens. */
    FLAG,
    /** As flag, and marked: what the policy would find is measured before it is put to use. */
    SHADOW,
    /** The answer is not delivered, and the call is made again; for policies that judge answers. */
    RETRY,
    /** The answer is not delivered, and the next target is called; for policies that judge answers. */
    FALLBACK,
    /** The request waits until its budget has something again. */
    HOLD,
    /** The request goes to a cheaper target. */
    DOWNGRADE;

    /** The name used in configuration and documentation, such as {@code block}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
