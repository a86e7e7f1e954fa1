package dev.alize.schemas.serde;

import dev.alize.schemas.registry.RegistryClient;
import dev.alize.schemas.registry.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The schemas that records were written with, by what the records call them. Shared by any number of deserializers and threads.
 *
 * <p>A stream thread, which must not wait, asks {@link #knows} first and leaves {@link #load} to another thread: once it
 * is known, reading its records calls nobody. That one is unknown to the registry is known, too, for
 * {@value #UNKNOWN_SECONDS} s, since it may be registered later; readers hold on to it twice as long, so that knowing
 * does not end between the question and the reading.
 */
public final class WriterSchemas {
    /** How long it is remembered that the registry does not have a schema, in seconds. */
    public static final int UNKNOWN_SECONDS = 60;

    private static final int MAX_UNKNOWN = 10_000;
    private static final long UNKNOWN_NANOS =
            Duration.ofSeconds(UNKNOWN_SECONDS).toNanos();

    private final RegistryClient registry;
    private final LongSupplier nanoTime;
    private final Map<SchemaRef, Schema> known = new ConcurrentHashMap<>();
    private final Map<SchemaRef, Unknown> unknown = new ConcurrentHashMap<>();

    private record Unknown(long since, String reason) {}

    /** The client stays the caller's to close. */
    public WriterSchemas(RegistryClient registry) {
        this(registry, System::nanoTime);
    }

    WriterSchemas(RegistryClient registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
    }

    /** Whether a record that names this schema can be read, or refused for good, without asking the registry. */
    public boolean knows(SchemaRef ref) {
        return known.containsKey(ref) || age(ref) < UNKNOWN_NANOS;
    }

    /**
     * Asks the registry, unless the schema is known. Blocks. Returning means that it is known now, perhaps as one that
     * the registry does not have.
     *
     * @throws RegistryException where the registry could not be asked (transient) or refuses us; nothing is remembered
     */
    public void load(SchemaRef ref) {
        if (knows(ref)) {
            return;
        }
        try {
            add(List.of(ref), ask(ref));
        } catch (RegistryException e) {
            if (!e.isUnknownSchema()) {
                throw e;
            }
            forgetOld();
            unknown.put(ref, new Unknown(nanoTime.getAsLong(), "status " + e.status() + ", code " + e.code()));
        }
    }

    /** The schema if it is known; never asks the registry. */
    public Optional<Schema> schema(SchemaRef ref) {
        return Optional.ofNullable(known.get(ref));
    }

    private Schema ask(SchemaRef ref) {
        return switch (ref) {
            case SchemaRef.Id id -> registry.byId(id.id());
            case SchemaRef.Guid guid -> registry.byGuid(guid.guid());
        };
    }

    /** @param names all that the schema is called */
    void add(List<SchemaRef> names, Schema schema) {
        for (SchemaRef ref : names) {
            known.put(ref, schema);
            unknown.remove(ref);
        }
    }

    /** The schema to read a record with; asks the registry only for one that is not known. */
    Schema require(SchemaRef ref) {
        Schema schema = known.get(ref);
        if (schema != null) {
            return schema;
        }
        if (age(ref) >= 2 * UNKNOWN_NANOS) {
            load(ref);
        }
        schema = known.get(ref);
        if (schema == null) {
            Unknown why = unknown.get(ref);
            String reason = why == null ? "not found" : why.reason();
            throw new SerializationException(ref + " leads to no Avro schema: " + reason);
        }
        return schema;
    }

    private long age(SchemaRef ref) {
        Unknown entry = unknown.get(ref);
        return entry == null ? Long.MAX_VALUE : nanoTime.getAsLong() - entry.since();
    }

    /** Records can name any schema, so what is remembered of wrong ones is bounded. */
    private void forgetOld() {
        if (unknown.size() >= MAX_UNKNOWN) {
            unknown.keySet().removeIf(ref -> age(ref) >= UNKNOWN_NANOS);
        }
        if (unknown.size() >= MAX_UNKNOWN) {
            unknown.clear();
        }
    }
}
