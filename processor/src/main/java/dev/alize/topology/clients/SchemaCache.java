package dev.alize.topology.clients;

/** The writer schemas this process knows. Thread-safe. */
public interface SchemaCache {
    /** The schema id that a record's value names; -1 where it names none. */
    int idOf(byte[] value);

    /** Whether decoding a record with this id needs no look-up, because its schema, or its absence, is known. */
    boolean knows(int id);

    /**
     * Looks the schema up and keeps what comes out; blocks.
     *
     * @throws RuntimeException where the registry cannot say now; asking again later may help
     */
    void load(int id);
}
