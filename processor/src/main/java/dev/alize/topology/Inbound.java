package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.RequestRow;
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
        @Nullable Rejection rejection) {

    /** A request that was held until now. */
    static Inbound released(RequestKey key, RequestRow row) {
        OpenRequest open = row.getOpen();
        Rejection ending = Rejection.of(open.getEnding());
        return new Inbound(Identities.of(open.getRequest()), key, row.getContentHash(), open, ending);
    }

    Inbound rejected(Rejection newRejection) {
        return new Inbound(identity, key, content, open, newRejection);
    }
}
