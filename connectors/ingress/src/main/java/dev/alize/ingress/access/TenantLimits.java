package dev.alize.ingress.access;

import org.jspecify.annotations.Nullable;

/**
 * What one tenant may use of one instance. Null stands for no limit.
 *
 * @param rate how many requests it may begin
 * @param concurrentRequests open at once, streams included, 1 or more
 * @param concurrentStreams open at once, 1 or more
 * @param bodyBytes of one request, 1 or more; the server's own limit holds besides
 */
public record TenantLimits(
        @Nullable Rate rate,
        @Nullable Integer concurrentRequests,
        @Nullable Integer concurrentStreams,
        @Nullable Long bodyBytes) {
    /** No limit at all. */
    public static final TenantLimits NONE = new TenantLimits(null, null, null, null);

    public TenantLimits {
        positive("concurrent_requests", concurrentRequests);
        positive("concurrent_streams", concurrentStreams);
        positive("body_size", bodyBytes);
    }

    private static void positive(String name, @Nullable Number value) {
        if (value != null && value.longValue() < 1) {
            throw new IllegalArgumentException(name + ": got " + value + ", expected 1 or more");
        }
    }

    /** How many bytes a body may have. @param server the server's limit */
    public long bodyBytes(long server) {
        return bodyBytes == null ? server : Math.min(bodyBytes, server);
    }
}
