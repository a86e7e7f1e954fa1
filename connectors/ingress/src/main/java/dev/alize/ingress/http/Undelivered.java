package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.ingress.exchange.Delivery;

/** What callers are told of a record that was not written or read. */
final class Undelivered {
    private Undelivered() {}

    /** @param limit of bodies, in bytes */
    static ApiError error(Delivery.Reason reason, long limit) {
        return switch (reason) {
            case BUSY -> Refusals.overloaded("too many requests wait to be written");
            case UNREACHABLE, UNSENT -> Refusals.unavailable("Kafka does not take requests now.");
            case TOO_LARGE -> Refusals.bodyTooLarge(limit);
            case REFUSED, UNTOLD -> Refusals.internal();
            case UNREADABLE -> Refusals.unavailable("The topics cannot be read now.");
        };
    }
}
