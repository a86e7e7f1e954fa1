package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.Scalar;
import dev.alize.config.yaml.YamlMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Key {@code base_url} of a target. Messages do not show the value: it may hold a password. */
record BaseUrl() implements Format<URI> {
    /** Given, or by provider; required where the provider is known to have no default. */
    static Optional<URI> read(YamlMap target, ProviderModel model) {
        BaseUrl format = new BaseUrl();
        if (model.provider().isPresent() && model.defaults().isEmpty()) {
            return target.require("base_url", format);
        }
        return target.find("base_url", format).or(() -> model.defaults().map(ProviderDefaults::baseUrl));
    }

    @Override
    public URI parse(Scalar scalar) throws Misfit {
        try {
            URI uri = new URI(scalar.text().replaceAll("/+$", ""));
            if (uri.getRawUserInfo() != null) {
                throw new Misfit("holds a user name or password; use secret_key_ref");
            }
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Refused below, without the text that the exception holds.
        }
        throw new Misfit("is not a base URL; expected " + expected());
    }

    @Override
    public String expected() {
        return "an http or https URL without query, such as https://api.mistral.ai/v1";
    }
}
