package dev.alize.config.reader;

import dev.alize.config.SecretReference;
import java.net.URI;
import java.util.Optional;

/**
 * What goes without saying for the providers that are known by name.
 *
 * @param baseUrl where their API is
 * @param key where their key usually is
 */
record ProviderDefaults(URI baseUrl, SecretReference key) {
    static Optional<ProviderDefaults> of(String provider) {
        return switch (provider) {
            case "mistral" -> Optional.of(defaults("https://api.mistral.ai/v1", "MISTRAL_API_KEY"));
            case "openai" -> Optional.of(defaults("https://api.openai.com/v1", "OPENAI_API_KEY"));
            default -> Optional.empty();
        };
    }

    private static ProviderDefaults defaults(String baseUrl, String variable) {
        return new ProviderDefaults(URI.create(baseUrl), new SecretReference.Variable(variable));
    }
}
