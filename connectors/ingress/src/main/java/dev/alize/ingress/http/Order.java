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
 * A request that is to be answered: what is asked, by whom and how.
 *
 * @param isKeyed whether the caller gave its id, and so may come back for it
 */
record Order(Ask ask, Tenant tenant, Identity identity, boolean isKeyed, Extensions extensions) {
    /** The record to be written. @param deadline null for none */
    CompletionRequest record(@Nullable Instant deadline) {
        CompletionRequest request = ask.request();
        request.setRequestId(identity.requestId());
        request.setTenant(identity.tenant());
        extensions.into(request);
        request.setDeadline(deadline);
        Map<String, String> metadata = new HashMap<>();
        if (isKeyed) {
            metadata.put(Metadata.INGRESS_BODY, ask.hash());
        }
        if (ask.callback() != null) {
            metadata.put(Metadata.CALLBACK_URL, ask.callback());
        }
        request.setMetadata(metadata);
        return request;
    }

    /** What tells a repeat from another body; where the id is ours, there is no repeat. */
    String body() {
        return isKeyed ? ask.hash() : identity.requestId();
    }

    /** Whether metadata that came back is that of the same body. */
    boolean isSame(Map<String, String> metadata) {
        return !isKeyed || ask.hash().equals(metadata.get(Metadata.INGRESS_BODY));
    }

    /** Key of its record. */
    String key() {
        String orderingKey = extensions.orderingKey();
        return orderingKey == null ? identity.requestId() : orderingKey;
    }
}
