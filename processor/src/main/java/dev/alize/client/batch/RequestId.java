package dev.alize.client.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of a batch request: the first 128 bits of SHA-256 over the run's id, a line feed, and the custom id. Two runs
 * over the same file have different ids; a resumed run has the same ones.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record RequestId(long high, long low) {
    private static final int HEX_LENGTH = 32;

    static RequestId of(String runId, String customId) {
        ByteBuffer hash = ByteBuffer.wrap(sha256().digest((runId + '\n' + customId).getBytes(StandardCharsets.UTF_8)));
        return new RequestId(hash.getLong(), hash.getLong());
    }

    /** The id that {@code hex} states, or nothing where it is not 32 lower-case hexadecimal digits. */
    static Optional<RequestId> parse(String hex) {
        if (hex.length() != HEX_LENGTH) {
            return Optional.empty();
        }
        try {
            HexFormat format = HexFormat.of();
            RequestId id = new RequestId(
                    HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, HEX_LENGTH));
            return hex.equals(format.toHexDigits(id.high) + format.toHexDigits(id.low))
                    ? Optional.of(id)
                    : Optional.empty();
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    /** 32 lower-case hexadecimal digits. */
    String hex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(high) + format.toHexDigits(low);
    }
}
