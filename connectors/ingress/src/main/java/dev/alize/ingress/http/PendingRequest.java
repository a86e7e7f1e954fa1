package dev.alize.ingress.http;

import dev.alize.ingress.access.Tenant;
import dev.alize.ingress.exchange.Identity;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Metadata;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a request while its response is awaited: by whom it is asked, and what tells it from others. Its
 * body is not: that is the topic's once it is written.
 *
 * @param isKeyed whether the caller gave its id, and so may come back for it
 * @param isKept whether it shall be answered when nobody waits
 * @param body what tells a repeat from another body: its hash, or the id where that is ours, since there is no repeat
 * @param key of its record
 */
record PendingRequest(Tenant tenant, Identity identity, boolean isKeyed, boolean isKept, String body, String key) {
    /** @param async whether the caller comes back for the response */
    static PendingRequest of(
            Tenant tenant, Identity identity, RequestBody asked, Extensions extensions, boolean async) {
        boolean keyed = extensions.idempotencyKey() != null;
        String orderingKey = extensions.orderingKey();
        return new PendingRequest(
                tenant,
                identity,
                keyed,
                keyed || async,
                keyed ? asked.hash() : identity.requestId(),
                orderingKey == null ? identity.requestId() : orderingKey);
    }

    /** The record to be written. @param deadline null for none */
    CompletionRequest record(RequestBody asked, Extensions extensions, @Nullable Instant deadline) {
        CompletionRequest request = asked.request();
        request.setRequestId(identity.requestId());
        request.setTenant(identity.tenant());
        extensions.into(request);
        request.setDeadline(deadline);
        Map<String, String> metadata = new HashMap<>();
        if (isKeyed) {
            metadata.put(Metadata.INGRESS_BODY, body);
        }
        if (asked.callback() != null) {
            metadata.put(Metadata.CALLBACK_URL, asked.callback());
        }
        request.setMetadata(metadata);
        return request;
    }

    /** The hash that metadata of a request or response names; empty where it names none. */
    static String body(Map<String, String> metadata) {
        return metadata.getOrDefault(Metadata.INGRESS_BODY, "");
    }

    /** Whether that is the same body. @param other as {@link #body(Map)} says */
    boolean isSame(String other) {
        return !isKeyed || body.equals(other);
    }
}
