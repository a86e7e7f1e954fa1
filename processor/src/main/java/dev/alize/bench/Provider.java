package dev.alize.bench;

import java.util.List;

/**
 * One simulated provider and the target that leads to it.
 *
 * @param id of the target
 * @param provider of the target
 * @param model of the target
 * @param flags of {@code alize simulate-mistral}
 * @param keys further lines of the target's configuration, without indentation
 */
record Provider(String id, String provider, String model, List<String> flags, List<String> keys) {
    /** Mistral, which checks no bodies and has no limits. */
    static final Provider USUAL =
            new Provider("simulated", "mistral", "mistral-small-latest", List.of("--no-validate"), List.of());

    Provider {
        flags = List.copyOf(flags);
        keys = List.copyOf(keys);
    }

    /** Its part of the list of targets. */
    String yaml(String baseUrl) {
        StringBuilder yaml = new StringBuilder("""
                    - id: %s
                      provider: %s
                      model: %s
                      base_url: "%s"
                      secret_key_ref: {file: %s}
                """.formatted(id, provider, model, baseUrl, ProcessorConfig.KEY_FILE));
        keys.forEach(line -> yaml.append("      ").append(line).append('\n'));
        return yaml.toString();
    }
}
