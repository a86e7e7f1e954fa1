package dev.alize.postmortem;

import org.jspecify.annotations.Nullable;

/**
 * What is not in the record.
 *
 * @param title of the incident; null to choose it by the failures
 * @param verification what a verification of the chain said; null where there was none
 */
public record Notes(@Nullable String title, @Nullable String verification) {
    public static final Notes NONE = new Notes(null, null);
}
