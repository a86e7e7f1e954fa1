package dev.alize.schemas.registry;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** One address of the registry, without user info and without a slash at the end. */
record Endpoint(String base, @Nullable Credentials credentials) {

    URI resolve(String path) {
        return URI.create(base + path);
    }

    String mask(String text) {
        return credentials == null ? text : credentials.mask(text);
    }
}
