package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;

/**
 * The part of block {@code processing} that bounds memory. All sizes in bytes.
 *
 * @param maxOpenCalls most calls open at once in an instance, 1 to 1,000,000; default 1,000
 * @param maxOpenBytes most bytes of the requests of open calls in an instance, at least {@code max_request_bytes}, at
 *     most 1 TiB; default 64 MiB
 * @param maxRequestBytes largest request, as encoded in its topic, 1 KiB to 64 MiB; default 1 MiB
 * @param maxResponseBytes largest response, as encoded in its topic, 1 KiB to 64 MiB; default 4 MiB
 */
public record Bounds(int maxOpenCalls, long maxOpenBytes, int maxRequestBytes, int maxResponseBytes) {
    public static final Range<Integer> OPEN_CALLS = Range.of(1, 1_000_000);
    public static final Range<Long> OPEN_BYTES = Range.of(1L << 10, 1L << 40);
    public static final Range<Long> RECORD_BYTES = Range.of(1L << 10, 64L << 20);
    public static final Bounds DEFAULT = new Bounds(1_000, 64L << 20, 1 << 20, 4 << 20);

    /** For what surrounds a request or a response in a record: the row in the store, key, headers. */
    private static final int ENVELOPE_BYTES = 64 << 10;

    public Bounds {
        OPEN_CALLS.check("processing.max_open_calls", maxOpenCalls);
        OPEN_BYTES.check("processing.max_open_bytes", maxOpenBytes);
        RECORD_BYTES.check("processing.max_request_bytes", (long) maxRequestBytes);
        RECORD_BYTES.check("processing.max_response_bytes", (long) maxResponseBytes);
        if (maxOpenBytes < maxRequestBytes) {
            throw new InvalidSettingException("processing.max_open_bytes", "is less than max_request_bytes");
        }
    }

    /**
     * The size that the producer's {@code max.request.size} and the changelogs' {@code max.message.bytes} must have, so
     * that both the largest request and the largest response fit, in bytes.
     */
    public int maxRecordBytes() {
        return Math.max(maxRequestBytes, maxResponseBytes) + ENVELOPE_BYTES;
    }
}
