package dev.alize.policies.pii;

import dev.alize.policies.pii.kinds.Kind;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Markers that say something of the value: a part of it, or its hash. Immutable. */
final class Mask {
    private static final int KEPT = 4;
    /** Bytes of the hash that are shown: among a million values two are alike once in 500 such texts. */
    private static final int SHOWN = 6;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key of this process, at least one byte */
    Mask(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String hash(Kind kind, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return '[' + kind.label() + ':' + HexFormat.of().formatHex(hash, 0, SHOWN) + ']';
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    String partial(Kind kind, String value) {
        return switch (kind) {
            case EMAIL_ADDRESS -> "****" + value.substring(value.lastIndexOf('@'));
            case PRIVATE_KEY, URL_CREDENTIALS, API_KEY, DATE_OF_BIRTH -> "****";
            default -> "****" + tail(value);
        };
    }

    /** The last letters and digits; nothing of a value that is hardly longer. */
    private static String tail(String value) {
        String plain = value.codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.length() < 2 * KEPT ? "" : plain.substring(plain.length() - KEPT);
    }
}
