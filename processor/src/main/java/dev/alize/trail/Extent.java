package dev.alize.trail;

import org.jspecify.annotations.Nullable;

/**
 * What of a trail is read, and how.
 *
 * @param window by the time of the records
 * @param partition the only one; null for all
 * @param whole whether records between the first and the last of the window come, too, whose own time lies outside of
 *     it, and those up to {@link KafkaTrail#MARGIN} behind it: chains can only be followed without holes
 * @param bytesOnly whether events stay undecoded, and {@link Entry#event()} null: then no registry is asked
 * @param needle only records whose value holds these bytes somewhere; null for all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Extent(
        Window window, @Nullable Integer partition, boolean whole, boolean bytesOnly, byte @Nullable [] needle) {
    /** All events of a window. */
    public static Extent of(Window window) {
        return new Extent(window, null, false, false, null);
    }

    /** All records of a window without a hole between them, as bytes. */
    public static Extent bytes(Window window) {
        return new Extent(window, null, true, true, null);
    }

    /** Only those of one partition. */
    public Extent in(@Nullable Integer only) {
        return new Extent(window, only, whole, bytesOnly, needle);
    }

    /** Only those whose value holds these bytes. */
    public Extent holding(byte[] bytes) {
        return new Extent(window, partition, whole, bytesOnly, bytes);
    }

    /** Whether a record is meant, by all but its partition. */
    boolean takes(java.time.Instant at, byte @Nullable [] value) {
        return (whole || window.holds(at)) && (needle == null || (value != null && Bytes.contain(value, needle)));
    }
}
