package dev.alize.connect.batch.sink;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Which batch a response belongs to: what another tenant says of it counts for nothing.
 *
 * @param batch its id, 32 lower-case hexadecimal digits
 */
record BatchKey(String tenant, String batch) {
    /** A name for its files while it is open. */
    String fileName() {
        return batch + "-"
                + UUID.nameUUIDFromBytes(tenant.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 8);
    }
}
