package dev.alize.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The value of an Authorization header. Never shows itself. */
final class Credentials {
    private final String header;
    private final String secret;

    private Credentials(String header, String secret) {
        this.header = header;
        this.secret = secret;
    }

    /** From {@code user:password}. */
    static Credentials basic(String userInfo) {
        String encoded = Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
        return new Credentials("Basic " + encoded, userInfo.substring(userInfo.indexOf(':') + 1));
    }

    static Credentials bearer(String token) {
        return new Credentials("Bearer " + token, token);
    }

    String header() {
        return header;
    }

    /** The text without the secret in any of its forms. */
    String mask(String text) {
        String masked = text.replace(header.substring(header.indexOf(' ') + 1), "***");
        return secret.isEmpty() ? masked : masked.replace(secret, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
