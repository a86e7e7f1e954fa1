package dev.alize.topology;

import dev.alize.schemas.Metadata;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives up as little metadata as lets a record fit: first the producer's own, then what connectors need to know whose a
 * response is. Pure.
 */
final class Fitting {
    private Fitting() {}

    /**
     * The record with as much metadata as fits; with none it can still be larger than the limit.
     *
     * @param limit in bytes
     * @param encoding makes the record with this metadata
     */
    static byte[] encode(Map<String, String> metadata, int limit, Function<Map<String, String>, byte[]> encoding) {
        byte[] whole = encoding.apply(metadata);
        if (whole.length <= limit) {
            return whole;
        }
        byte[] reserved = encoding.apply(Metadata.reserved(metadata));
        return reserved.length <= limit ? reserved : encoding.apply(Map.of());
    }
}
