package dev.alize.connect.avro;

import dev.alize.schemas.registry.RegistryException;

/** Whose fault it is that the registry did not do what a record needs. */
final class Blame {
    /** Confluent's code of a registry, or a subject, that takes no schemas for now. */
    private static final int READ_ONLY = 42205;

    private Blame() {}

    /**
     * Whether it refuses the record's own schema, as unknown, unusable, incompatible or invalid: other records may go on.
     * All else would meet any record: no answer, a refused login, a page that is no registry's, a subject that is missing.
     */
    static boolean isTheRecords(RegistryException refusal) {
        boolean incompatible = refusal.status() == 409 && refusal.code() != 0;
        boolean invalid = refusal.status() == 422 && refusal.code() != 0 && refusal.code() != READ_ONLY;
        return refusal.isUnknownSchema() || incompatible || invalid;
    }
}
