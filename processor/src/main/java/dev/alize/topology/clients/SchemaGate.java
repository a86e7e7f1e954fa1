package dev.alize.topology.clients;

import dev.alize.schemas.serde.SchemaRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps partitions back whose next record was written with a schema that is not known yet, while another thread looks it
 * up: the stream thread never asks the registry. A registry that is down holds up only records it has never explained.
 */
final class SchemaGate {
    private static final Logger log = LoggerFactory.getLogger(SchemaGate.class);
    private static final long AGAIN_MS = 1_000;

    private final SchemaCache schemas;
    private final ScheduledExecutorService loader;
    private final Set<SchemaRef> loading = ConcurrentHashMap.newKeySet();
    private final Map<TopicPartition, SchemaRef> waiting = new HashMap<>();

    /** @param loader runs the look-ups */
    SchemaGate(SchemaCache schemas, ScheduledExecutorService loader) {
        this.schemas = schemas;
        this.loader = loader;
    }

    /** Whether a record can be decoded without a look-up; else one is started. */
    boolean passes(TopicPartition partition, Headers headers, byte @Nullable [] value) {
        SchemaRef schema =
                value == null ? null : schemas.schemaOf(headers, value).orElse(null);
        if (schema == null || schemas.knows(schema)) {
            return true;
        }
        waiting.put(partition, schema);
        if (!loader.isShutdown() && loading.add(schema)) {
            loader.execute(() -> load(schema));
        }
        return false;
    }

    /** The partitions that still have to wait; asked by the thread that polls. */
    Set<TopicPartition> waiting() {
        if (!waiting.isEmpty()) {
            waiting.values().removeIf(schemas::knows);
        }
        return waiting.keySet();
    }

    void forgetAllBut(Set<TopicPartition> assigned) {
        waiting.keySet().retainAll(assigned);
    }

    private void load(SchemaRef schema) {
        try {
            schemas.load(schema);
            loading.remove(schema);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("schema", schema)
                    .addKeyValue("exception", e.getClass().getSimpleName())
                    .addKeyValue("detail", e.getMessage())
                    .log("The registry cannot explain a schema now; its records wait in Kafka");
            if (!loader.isShutdown()) {
                loader.schedule(() -> load(schema), AGAIN_MS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
