package dev.alize.audit.chain;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A link as headers of the event's record: {@code audit-chain}, {@code audit-epoch} and {@code audit-sequence} as text,
 * {@code audit-previous} and {@code audit-hash} as 32 bytes.
 */
public final class LinkHeaders {
    public static final String CHAIN = "audit-chain";
    public static final String EPOCH = "audit-epoch";
    public static final String SEQUENCE = "audit-sequence";
    public static final String PREVIOUS = "audit-previous";
    public static final String HASH = "audit-hash";

    private LinkHeaders() {}

    public static void write(Link link, Headers headers) {
        headers.add(CHAIN, utf8(link.chain()));
        headers.add(EPOCH, utf8(Long.toString(link.epoch())));
        headers.add(SEQUENCE, utf8(Long.toString(link.sequence())));
        headers.add(PREVIOUS, link.previous());
        headers.add(HASH, link.hash());
    }

    /** Whether a record has any of them. */
    public static boolean isChained(Headers headers) {
        return headers.lastHeader(CHAIN) != null || headers.lastHeader(HASH) != null;
    }

    /** Empty where a header is missing, given twice, or not what it should be. */
    public static Optional<Link> read(Headers headers) {
        byte[] chain = only(headers, CHAIN);
        byte[] epoch = only(headers, EPOCH);
        byte[] sequence = only(headers, SEQUENCE);
        byte[] previous = only(headers, PREVIOUS);
        byte[] hash = only(headers, HASH);
        if (chain == null
                || epoch == null
                || sequence == null
                || previous == null
                || previous.length != Link.HASH_BYTES
                || hash == null
                || hash.length != Link.HASH_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Link(text(chain), Long.parseLong(text(epoch)), Long.parseLong(text(sequence)), previous, hash));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static byte @Nullable [] only(Headers headers, String name) {
        byte[] found = null;
        int count = 0;
        for (Header header : headers.headers(name)) {
            found = header.value();
            count++;
        }
        return count == 1 ? found : null;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
