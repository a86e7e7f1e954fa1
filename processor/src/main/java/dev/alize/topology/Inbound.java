package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request between decode and dispatch.
 *
 * @param content hash of what is asked, to tell a repeat from a conflict
 * @param open the request with what must be known of it while it is open
 * @param rejection why it must not be called; null for a valid request
 */
record Inbound(
        Identity identity,
        RequestKey key,
        Hash16 content,
        OpenRequest open,
        @Nullable Rejection rejection) {}
