package dev.alize.provider;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Collects the body of an answer in one array, up to a limit. Owned by the event loop. */
final class AnswerBody {
    private final int limit;
    private byte[] bytes;
    private int length;

    /**
     * @param expected bytes according to the answer's head, negative where it does not say
     * @param limit most bytes to keep
     */
    AnswerBody(long expected, int limit) {
        this.limit = limit;
        this.bytes = new byte[(int) Math.min(Math.max(expected, 0), limit)];
    }

    /**
     * Adds what fits.
     *
     * @return false where the body is larger than the limit
     */
    boolean add(Buffer chunk) {
        int taken = Math.min(chunk.length(), limit - length);
        if (length + taken > bytes.length) {
            int grown = length == 0 ? taken : (int) Math.min(limit, 2L * (length + taken));
            bytes = Arrays.copyOf(bytes, grown);
        }
        chunk.getBytes(0, taken, bytes, length);
        length += taken;
        return taken == chunk.length();
    }

    int length() {
        return length;
    }

    /** The body; not to be added to afterwards. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
