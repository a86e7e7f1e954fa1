package dev.alize.connect.batch.bench;

import dev.alize.testing.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what a reader of committed records sees. Not thread-safe. */
final class TopicCount implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, BitSet> lines = new HashMap<>();
    private final Set<String> ends = new HashSet<>();
    private long requests;
    private long twice;

    TopicCount(Stack stack) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", stack.bootstrapServers(),
                        "group.id", "count-" + UUID.randomUUID(),
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        "metadata.max.age.ms", "2000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of("llm.requests", "llm.batches"));
    }

    /** Distinct requests. */
    long requests() {
        return requests;
    }

    long twice() {
        return twice;
    }

    int ends() {
        return ends.size();
    }

    void readUntil(long count) {
        long begun = System.nanoTime();
        while (requests < count) {
            poll();
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("Only " + requests + " of " + count + " requests came");
            }
        }
    }

    /** Until nothing came for three seconds. */
    void readIdle() {
        for (int idle = 0; idle < 15; ) {
            idle = poll() == 0 ? idle + 1 : 0;
        }
    }

    private int poll() {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            count++;
            if (record.topic().equals("llm.batches")) {
                ends.add(key);
                continue;
            }
            int dash = key.indexOf('-');
            BitSet seen = lines.computeIfAbsent(key.substring(0, dash), batch -> new BitSet());
            int line = Integer.parseInt(key.substring(dash + 1));
            if (seen.get(line)) {
                twice++;
            } else {
                seen.set(line);
                requests++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
