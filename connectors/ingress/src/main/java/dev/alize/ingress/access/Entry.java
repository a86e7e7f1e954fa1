package dev.alize.ingress.access;

import dev.alize.ingress.errors.ApiError;

/** Whether a request may enter. */
public sealed interface Entry {
    /** It may. @param ticket to be closed when the request is over */
    record Admitted(Tenant tenant, Ticket ticket) implements Entry {}

    /** It may not; nothing was counted. */
    record Refused(ApiError error) implements Entry {}
}
