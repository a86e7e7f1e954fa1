package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.schemas.CompletionRequest;

/** Reads identities from records. */
final class Identities {
    private Identities() {}

    /** What an identity must be to be kept, echoed and audited. */
    static final String RULE = "request_id and tenant must have 1 to " + RequestRules.MAX_NAME
            + " characters without control characters, redrive 0 or more";

    static boolean isSound(Identity identity) {
        return RequestRules.isName(identity.requestId())
                && RequestRules.isName(identity.tenant())
                && identity.redrive() >= 0;
    }

    static Identity of(CompletionRequest request) {
        return new Identity(request.getTenant(), request.getRequestId(), request.getRedrive());
    }
}
