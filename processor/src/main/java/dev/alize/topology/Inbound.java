package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.domain.Material.About;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.RequestRow;
import dev.alize.topology.judging.Hearing;
import org.jspecify.annotations.Nullable;

/** A request between decode and dispatch. Owned by the task's stream thread. */
final class Inbound {
    private final Identity identity;
    private final RequestKey key;
    private final Hash16 content;
    private final OpenRequest open;
    private final @Nullable Rejection rejection;
    private final int hop;
    private @Nullable Hearing hearing;

    /**
     * @param content hash of what is asked, to tell a repeat from a conflict
     * @param open the request with what must be known of it while it is open
     * @param rejection why it must not be called; null for a valid request
     */
    Inbound(Identity identity, RequestKey key, Hash16 content, OpenRequest open, @Nullable Rejection rejection) {
        this(identity, key, content, open, rejection, 0);
    }

    private Inbound(
            Identity identity,
            RequestKey key,
            Hash16 content,
            OpenRequest open,
            @Nullable Rejection rejection,
            int hop) {
        this.hop = hop;
        this.identity = identity;
        this.key = key;
        this.content = content;
        this.open = open;
        this.rejection = rejection;
    }

    /** A request that comes from its row: one that was held until now, or parked. */
    static Inbound released(RequestKey key, RequestRow row) {
        OpenRequest open = row.getOpen();
        Rejection ending = Rejection.of(open.getEnding());
        return new Inbound(Identities.of(open.getRequest()), key, row.getContentHash(), open, ending, row.getHop());
    }

    Inbound rejected(Rejection newRejection) {
        return new Inbound(identity, key, content, open, newRejection, hop);
    }

    /** The request before its policies; its chain is that of the moment at which the first of them asked. */
    Hearing hearing(Engine engine) {
        Hearing before = hearing;
        if (before != null) {
            return before;
        }
        About about = Demands.about(open);
        Hearing opened = Hearing.ofRequest(about, engine.settings().chains().of(about), open.getRequest());
        hearing = opened;
        return opened;
    }

    Identity identity() {
        return identity;
    }

    RequestKey key() {
        return key;
    }

    /** Above 0 for a request that was dispatched before, and parked since. */
    int hop() {
        return hop;
    }

    Hash16 content() {
        return content;
    }

    OpenRequest open() {
        return open;
    }

    @Nullable
    Rejection rejection() {
        return rejection;
    }
}
