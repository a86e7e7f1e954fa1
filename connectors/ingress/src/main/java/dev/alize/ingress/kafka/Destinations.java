package dev.alize.ingress.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that can be written to without a wait, looked at on a thread of its own: where a topic is missing, or the
 * registry does not answer, a producer holds its caller up for seconds, and so everybody's records behind it.
 */
final class Destinations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Never given up: whatever is the matter with them, the producer says. */
    private final Set<String> usual;

    private final Supplier<Map<String, Schema>> wanted;
    private final UnaryOperator<Set<String>> absent;
    private final Lookup lookup;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    /** Topics whose absence was told; of the looking thread. */
    private final Set<String> missing = new HashSet<>();

    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** Prepares a producer for a topic. */
    interface Lookup {
        /**
         * How many partitions it has. Blocks.
         *
         * @throws KafkaException where it, or the registry's word on its schema, cannot be had
         */
        int partitions(String topic, Schema schema);
    }

    /**
     * @param usual topics that are there from the start, with their numbers of partitions: these may grow
     * @param wanted topics with the schemas of their records, the usual ones too; asked every second
     * @param absent which of some topics are surely not there: a producer would wait for each of those, and make it where
     *     the brokers do so for whoever asks
     */
    Destinations(
            Map<String, Integer> usual,
            Supplier<Map<String, Schema>> wanted,
            UnaryOperator<Set<String>> absent,
            Lookup lookup) {
        this.usual = Set.copyOf(usual.keySet());
        this.partitions.putAll(usual);
        this.wanted = wanted;
        this.absent = absent;
        this.lookup = lookup;
        this.thread = Thread.ofPlatform().daemon().name("ingress-topics").start(this::run);
    }

    /** Those of some topics that brokers say are not there; makes none. Blocks. */
    static Set<String> absent(Admin admin, Set<String> topics) {
        Set<String> absent = new HashSet<>();
        for (var description : admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                description.getValue().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    absent.add(description.getKey());
                }
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return absent;
    }

    /** How many partitions a topic has; empty where it cannot be written to now. */
    OptionalInt partitions(String topic) {
        Integer count = partitions.get(topic);
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** Waits until each topic was looked at once; no longer than that. */
    void await(Duration patience) throws InterruptedException {
        if (!looked.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.atWarn().log("Some topics of tenants do not answer yet");
        }
    }

    private void run() {
        try {
            do {
                look();
                looked.countDown();
            } while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<String, Schema> now = wanted.get();
        partitions.keySet().removeIf(topic -> !now.containsKey(topic) && !usual.contains(topic));
        Set<String> gone = absent(now.keySet());
        now.forEach((topic, schema) -> {
            if (stop.getCount() > 0) {
                look(topic, schema, gone.contains(topic));
            }
        });
    }

    private Set<String> absent(Set<String> topics) {
        try {
            return absent.apply(topics);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("It is not known which topics are there");
            return Set.of();
        }
    }

    private void look(String topic, Schema schema, boolean gone) {
        try {
            if (gone) {
                throw new UnknownTopicOrPartitionException("it is missing");
            }
            partitions.put(topic, lookup.partitions(topic, schema));
            missing.remove(topic);
        } catch (RuntimeException e) {
            if (!usual.contains(topic)) {
                partitions.remove(topic);
            }
            if (stop.getCount() > 0 && missing.add(topic)) {
                LOG.atWarn()
                        .addKeyValue("topic", topic)
                        .addKeyValue("reason", e.getMessage())
                        .log("A topic cannot be looked at");
            }
        }
    }

    @Override
    public void close() {
        stop.countDown();
        thread.interrupt();
    }
}
