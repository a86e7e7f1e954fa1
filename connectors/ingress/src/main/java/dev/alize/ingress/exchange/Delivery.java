package dev.alize.ingress.exchange;

/** What became of a record that was to be written. */
public sealed interface Delivery {
    /** Kafka has it. */
    record Written(Place place) implements Delivery {}

    /** Kafka does not have it, or has it and did not say so. */
    record Failed(Reason reason) implements Delivery {}

    /** Why a record was not written, or not read. */
    enum Reason {
        /** Too many others wait to be written. */
        BUSY,
        /** The brokers, or the registry, do not answer. */
        UNREACHABLE,
        /** Nothing was sent: its topic cannot be written to now, or its turn did not come in time. */
        UNSENT,
        /** The record is larger than the brokers take. */
        TOO_LARGE,
        /** It cannot be encoded or decoded, or the brokers refuse it: a bug, or a missing right. */
        REFUSED,
        /** Something of it cannot be told to its caller: a bug, or a damaged record. The request itself goes on. */
        UNTOLD,
        /** What is on the topics cannot be looked up now; nothing was written. */
        UNREADABLE
    }
}
