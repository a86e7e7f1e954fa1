package dev.alize.ingress.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes keys: {@code sk-alize-} and 256 random bits in 43 letters, digits, {@code -} and {@code _}. */
final class NewKey {
    private static final String PREFIX = "sk-alize-";
    private static final int BYTES = 32;

    private NewKey() {}

    static String make(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
