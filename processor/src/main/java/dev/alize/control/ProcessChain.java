package dev.alize.control;

import dev.alize.audit.Sealing;
import dev.alize.audit.chain.Head;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The chain of one start of a process. Each event is on the topic before the next one is tied to it. Where nobody knows
 * whether one got there, a new epoch begins, opened by a seal as any other; the old one is sealed up to the event before.
 * Confined to one thread.
 */
final class ProcessChain {
    private static final long SOON_MS = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Object> serializer;
    private final Topics topics;
    private final Sealing sealing;
    private final String chain;
    private final byte[] key;
    private @Nullable Integer partition;
    private Head head;
    /** The end of the epoch before, where it has events that no seal covers. */
    private @Nullable Head left;

    private long epoch;
    private long sealedAt;

    /** Where events and their seals go. */
    record Topics(String audit, String checkpoints) {}

    ProcessChain(
            Producer<byte[], byte[]> producer,
            Serializer<Object> serializer,
            Topics topics,
            Sealing sealing,
            long startMs) {
        this.producer = producer;
        this.serializer = serializer;
        this.topics = topics;
        this.sealing = sealing;
        // Two commands of one millisecond have chains of their own.
        this.chain = "process/%s/%d-%04x".formatted(sealing.instance(), startMs, RANDOM.nextInt(1 << 16));
        this.key = sealing.instance().getBytes(StandardCharsets.UTF_8);
        this.epoch = startMs;
        this.sealedAt = startMs;
        this.head = Head.opening(chain, epoch);
    }

    /** Appends an event; returns when it is on the topic. */
    void append(AuditEvent event, long nowMs) throws ExecutionException, InterruptedException {
        boolean done = false;
        byte[] before = head.bytes();
        try {
            if (head.isNew()) {
                seal(nowMs);
            }
            RecordHeaders headers = new RecordHeaders();
            byte[] value = serializer.serialize(topics.audit(), headers, event);
            LinkHeaders.write(head.append(key, value), headers);
            send(topics.audit(), key, value, headers);
            done = true;
        } finally {
            if (!done) {
                begin(Head.read(chain, before), nowMs);
            }
        }
    }

    private void begin(Head before, long nowMs) {
        if (hasUnsealed(before)) {
            left = before;
        }
        epoch = Math.max(epoch + 1, nowMs);
        head = Head.opening(chain, epoch);
    }

    private static boolean hasUnsealed(Head head) {
        return !head.isNew() && head.unsealed() > 0;
    }

    /** Seals what is not sealed yet, a second after the last seal at the latest: after a kill nobody else could. */
    void sealSoon(long nowMs) throws ExecutionException, InterruptedException {
        sealLeft(nowMs);
        boolean isOld = nowMs - sealedAt >= SOON_MS;
        if (hasUnsealed(head) && (isOld || sealing.isDue(head, sealedAt, nowMs))) {
            seal(nowMs);
        }
    }

    /** Seals what is not sealed yet. */
    void sealAll(long nowMs) throws ExecutionException, InterruptedException {
        sealLeft(nowMs);
        if (hasUnsealed(head)) {
            seal(nowMs);
        }
    }

    private void sealLeft(long nowMs) throws ExecutionException, InterruptedException {
        Head before = left;
        if (before != null) {
            send(before, nowMs);
            left = null;
        }
    }

    /** Where the seal did not get through, the chain is as unsealed as before. */
    private void seal(long nowMs) throws ExecutionException, InterruptedException {
        byte[] before = head.bytes();
        boolean done = false;
        try {
            send(head, nowMs);
            sealedAt = nowMs;
            done = true;
        } finally {
            if (!done) {
                head = Head.read(chain, before);
            }
        }
    }

    private void send(Head sealed, long nowMs) throws ExecutionException, InterruptedException {
        AuditCheckpoint checkpoint = sealing.checkpoint(sealed, nowMs);
        RecordHeaders headers = new RecordHeaders();
        byte[] value = serializer.serialize(topics.checkpoints(), headers, checkpoint);
        send(topics.checkpoints(), chain.getBytes(StandardCharsets.UTF_8), value, headers);
    }

    private void send(String topic, byte[] recordKey, byte[] value, RecordHeaders headers)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, partition(), recordKey, value, headers))
                .get();
    }

    /** As the usual partitioner chooses, for seals too: events of an instance are in one partition, in order. */
    private int partition() {
        Integer known = partition;
        if (known == null) {
            known = Utils.toPositive(Utils.murmur2(key))
                    % producer.partitionsFor(topics.audit()).size();
            partition = known;
        }
        return known;
    }
}
