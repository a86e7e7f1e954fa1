package dev.alize.ingress.exchange;

/** What became of a record that was to be written. */
public sealed interface Delivery {
    /** Kafka has it. */
    record Written(Place place) implements Delivery {}

    /** Kafka does not have it, or has it and did not say so. */
    record Failed(Reason reason) implements Delivery {}

    /** Why a record was not written. */
    enum Reason {
        /** Too many others wait to be written. */
        BUSY,
        /** The brokers, or the registry, do not answer. */
        UNREACHABLE,
        /** The record is larger than the brokers take. */
        TOO_LARGE,
        /** It cannot be encoded, or the brokers refuse it: a bug, or a missing right. */
        REFUSED
    }
}
