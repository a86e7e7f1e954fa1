package dev.alize.ingress.access;

import dev.alize.ingress.errors.ApiError;

/** Whose key a caller shows. */
public sealed interface Who {
    /** A tenant's. */
    record Known(Tenant tenant) implements Who {}

    /** Nobody's. */
    record Unknown(ApiError why) implements Who {}
}
