package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.schemas.CompletionRequest;

/** Reads identities from records. */
final class Identities {
    private Identities() {}

    static Identity of(CompletionRequest request) {
        return new Identity(request.getTenant(), request.getRequestId(), request.getRedrive());
    }
}
