package dev.alize.schemas.serde;

import dev.alize.schemas.registry.RegistryClient;
import dev.alize.schemas.registry.RegistryException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that records were written with, by their id. Shared by any number of deserializers and threads.
 *
 * <p>A stream thread, which must not wait, asks {@link #knows} first and leaves {@link #load} to another thread: once an
 * id is known, reading its records calls nobody. That an id is unknown to the registry is known, too, for
 * {@value #UNKNOWN_SECONDS} s, since it may be registered later; readers hold on to it twice as long, so that knowing
 * does not end between the question and the reading.
 */
public final class WriterSchemas {
    /** How long it is remembered that the registry does not have an id, in seconds. */
    public static final int UNKNOWN_SECONDS = 60;

    private static final int MAX_UNKNOWN = 10_000;
    private static final long UNKNOWN_NANOS =
            Duration.ofSeconds(UNKNOWN_SECONDS).toNanos();

    private final RegistryClient registry;
    private final LongSupplier nanoTime;
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
    private final Map<Integer, Unknown> unknown = new ConcurrentHashMap<>();

    private record Unknown(long since, String reason) {}

    /** The client stays the caller's to close. */
    public WriterSchemas(RegistryClient registry) {
        this(registry, System::nanoTime);
    }

    WriterSchemas(RegistryClient registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
    }

    /** The schema id of a record in the wire format; -1 where it is not in that format, or null. */
    public static int idOf(byte @Nullable [] record) {
        if (record == null || record.length < Wire.PREFIX || record[0] != Wire.MAGIC) {
            return -1;
        }
        return Math.max(-1, ByteBuffer.wrap(record).getInt(1));
    }

    /** Whether a record with this id can be read, or refused for good, without asking the registry. */
    public boolean knows(int id) {
        return known.containsKey(id) || age(id) < UNKNOWN_NANOS;
    }

    /**
     * Asks the registry, unless the id is known. Blocks. Returning means that the id is known now, perhaps as one that
     * the registry does not have.
     *
     * @throws RegistryException where the registry could not be asked (transient) or refuses us; nothing is remembered
     */
    public void load(int id) {
        if (knows(id)) {
            return;
        }
        try {
            add(id, registry.byId(id));
        } catch (RegistryException e) {
            if (!e.isUnknownSchema()) {
                throw e;
            }
            forgetOld();
            unknown.put(id, new Unknown(nanoTime.getAsLong(), "status " + e.status() + ", code " + e.code()));
        }
    }

    /** The schema of an id if it is known; never asks the registry. */
    public Optional<Schema> schema(int id) {
        return Optional.ofNullable(known.get(id));
    }

    void add(int id, Schema schema) {
        known.put(id, schema);
        unknown.remove(id);
    }

    /** The schema to read a record with; asks the registry only for an id that is not known. */
    Schema require(int id) {
        Schema schema = known.get(id);
        if (schema != null) {
            return schema;
        }
        if (age(id) >= 2 * UNKNOWN_NANOS) {
            load(id);
        }
        schema = known.get(id);
        if (schema == null) {
            Unknown why = unknown.get(id);
            String reason = why == null ? "not found" : why.reason();
            throw new SerializationException("Schema id " + id + " leads to no Avro schema: " + reason);
        }
        return schema;
    }

    private long age(int id) {
        Unknown entry = unknown.get(id);
        return entry == null ? Long.MAX_VALUE : nanoTime.getAsLong() - entry.since();
    }

    /** Records can name any id, so what is remembered of wrong ones is bounded. */
    private void forgetOld() {
        if (unknown.size() >= MAX_UNKNOWN) {
            unknown.keySet().removeIf(id -> age(id) >= UNKNOWN_NANOS);
        }
        if (unknown.size() >= MAX_UNKNOWN) {
            unknown.clear();
        }
    }
}
