package dev.alize.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 with the audit trail's key: equal texts have equal hashes, and nobody without the key can try texts out.
 * Thread-safe.
 */
public final class KeyedHash {
    /** A shorter key could be guessed. */
    public static final int LEAST_CHARACTERS = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException where the key is too short; the message does not quote it */
    public KeyedHash(String key) {
        if (key.length() < LEAST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "got %d characters, expected %d or more".formatted(key.length(), LEAST_CHARACTERS));
        }
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Begins a hash. @param purpose tells hashes for different uses apart */
    public Running of(String purpose) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return new Running(mac).add(purpose);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    /** A hash that is being made; each text counts with its length, so no two lists of texts are the same to it. */
    public static final class Running {
        private final Mac mac;

        private Running(Mac mac) {
            this.mac = mac;
        }

        public Running add(@Nullable String text) {
            byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(0, text == null ? -1 : bytes.length));
            mac.update(bytes);
            return this;
        }

        /** 32 bytes. Call it once. */
        public byte[] bytes() {
            return mac.doFinal();
        }

        /** 64 hexadecimal digits. Call it once. */
        public String hex() {
            return HexFormat.of().formatHex(mac.doFinal());
        }
    }
}
