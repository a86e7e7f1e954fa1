package dev.alize.trail;

import dev.alize.schemas.AuditEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * All that the trail has of one request, its redrives included.
 *
 * @param tenant null for any
 * @param key of the request's record, if producers use Kafka's default partitioner: then only one partition is read; null
 *     for all
 */
public record RequestLife(
        String id, @Nullable String tenant, @Nullable String key) {
    /** More events of one request are not worth showing. */
    public static final int MOST_EVENTS = 10_000;

    /**
     * Reads it; what was found until then stays in {@code found} where the reading is interrupted.
     *
     * @throws dev.alize.client.UnreachableException where broker or registry do not answer
     */
    public void read(Trail trail, Window window, Newest found) throws InterruptedException {
        Integer partition = key == null ? null : trail.partitionOf(key);
        Extent extent = Extent.of(window).in(partition).holding(id.getBytes(StandardCharsets.UTF_8));
        trail.read(
                extent,
                entry -> {
                    if (isMeant(entry.event())) {
                        found.add(entry);
                    }
                },
                progress -> {});
    }

    private boolean isMeant(@Nullable AuditEvent event) {
        return event != null && id.equals(event.getRequestId()) && (tenant == null || tenant.equals(event.getTenant()));
    }
}
