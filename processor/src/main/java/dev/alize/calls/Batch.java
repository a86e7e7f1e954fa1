package dev.alize.calls;

import java.util.List;

/**
 * Parts of a result that are written together.
 *
 * @param sequence position within the attempt, from 0, without gaps
 * @param size bytes of the parts
 */
public record Batch<P>(int sequence, List<P> parts, long size) {
    public Batch {
        parts = List.copyOf(parts);
    }
}
