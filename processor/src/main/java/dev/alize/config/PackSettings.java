package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;

/**
 * Block {@code pack}: which configuration this is.
 *
 * @param name for logs and people; default {@code default}
 * @param version of the file, given by its author; default {@code 1.0.0}
 * @param enabled default true; with false the file can be checked, but the processor refuses to run
 */
public record PackSettings(String name, String version, boolean enabled) {
    public static final PackSettings DEFAULT = new PackSettings("default", "1.0.0", true);

    public PackSettings {
        if (name.isBlank() || version.isBlank()) {
            throw new InvalidSettingException("pack", "name and version must not be blank");
        }
    }
}
