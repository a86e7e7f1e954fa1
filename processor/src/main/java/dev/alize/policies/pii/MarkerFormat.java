package dev.alize.policies.pii;

import java.util.Locale;

/** What stands where a value was ({@code marker_format}). */
public enum MarkerFormat {
    /** The kind and a number, such as {@code [EMAIL_1]}. */
    LABEL,
    /** The last four characters of numbers, the host of e-mail addresses; asterisks for the rest. */
    PARTIAL,
    /**
     * The kind and twelve hexadecimal digits of the value's SHA-256 with a key of this process. The same value has the
     * same marker as long as the process lives, so that texts can be compared; nobody without the key can try all
     * telephone numbers to see which one it was. After a restart markers differ.
     */
    HASH,
    /** A template of one's own: {@code marker_template}. */
    CUSTOM;

    /** The name used in configuration, such as {@code label}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
