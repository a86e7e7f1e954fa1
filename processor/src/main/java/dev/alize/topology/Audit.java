package dev.alize.topology;

import dev.alize.audit.Sealing;
import dev.alize.audit.TrailKeys;
import dev.alize.audit.chain.Head;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The only appender to the audit trail in a task: encodes events in the order in which they happened. Where the trail is
 * immutable it ties each to the one before and seals them; the end of the chain is in a store that commits with the
 * events, so an aborted transaction takes back both.
 */
final class Audit implements Processor<byte[], AuditEvent, byte[], Outgoing> {
    /** The store of the chain's end, and part of its changelog's name. */
    static final String STORE = "audit-chain";

    private static final Bytes HEAD = Bytes.wrap("head".getBytes(StandardCharsets.US_ASCII));
    /** How often is looked whether a seal is due, where seals are not due more often. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Codec codec;
    private final TrailKeys keys;
    private ProcessorContext<byte[], Outgoing> context;
    private KeyValueStore<Bytes, byte[]> store;
    private @Nullable Head head;
    private @Nullable Cancellable looking;
    private int partition;
    private long sealedAt;
    private boolean told;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Audit(Codec codec, TrailKeys keys) {
        this.codec = codec;
        this.keys = keys;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        this.context = context;
        this.partition = context.taskId().partition();
        this.store = context.getStateStore(STORE);
        Sealing sealing = keys.sealing();
        if (sealing == null) {
            return;
        }
        String chain = "task/" + partition;
        byte[] known = store.get(HEAD);
        head = known == null ? Head.opening(chain, context.currentSystemTimeMs()) : Head.read(chain, known);
        boolean isLeft = hasUnsealed(head);
        sealedAt = isLeft ? 0 : context.currentSystemTimeMs(); // what an earlier task left is sealed at the first look
        looking = null;
        follow(sealing, head);
    }

    @Override
    public void process(Record<byte[], AuditEvent> record) {
        byte[] value = codec.encode(record.value());
        RecordHeaders headers = new RecordHeaders();
        Head chain = head;
        Sealing sealing = keys.sealing();
        if (chain != null && sealing != null) {
            long now = context.currentSystemTimeMs();
            if (chain.isNew()) {
                seal(sealing, chain, now);
            }
            LinkHeaders.write(chain.append(record.key(), value), headers);
            store.put(HEAD, chain.bytes());
            forward(record.key(), value, record.timestamp(), headers);
            if (sealing.isDue(chain, sealedAt, now)) {
                seal(sealing, chain, now);
            }
            follow(sealing, chain);
        } else {
            forward(record.key(), value, record.timestamp(), headers);
        }
    }

    private void forward(byte[] key, byte[] value, long timestamp, RecordHeaders headers) {
        context.forward(new Record<>(key, new Outgoing(partition, value), timestamp, headers), Stages.AUDIT_TRAIL);
    }

    private void look(Sealing sealing, long now) {
        Head chain = head;
        if (chain == null || !hasUnsealed(chain)) {
            return;
        }
        if (keys.isEnding() || sealing.isDue(chain, sealedAt, now)) {
            seal(sealing, chain, now);
            follow(sealing, chain);
            context.commit();
        }
    }

    private static boolean hasUnsealed(Head chain) {
        return !chain.isNew() && chain.unsealed() > 0;
    }

    /** Looks only while there is something to seal: each look marks the task for a commit. */
    private void follow(Sealing sealing, Head chain) {
        boolean hasUnsealed = hasUnsealed(chain);
        tell(hasUnsealed);
        if (!hasUnsealed) {
            stopLooking();
        } else if (looking == null) {
            Duration each = sealing.interval().compareTo(LOOK) < 0 ? sealing.interval() : LOOK;
            looking = context.schedule(each, PunctuationType.WALL_CLOCK_TIME, now -> look(sealing, now));
        }
    }

    private void seal(Sealing sealing, Head chain, long now) {
        AuditCheckpoint checkpoint = sealing.checkpoint(chain, now);
        sealedAt = now;
        store.put(HEAD, chain.bytes());
        Outgoing outgoing = new Outgoing(partition, codec.encode(checkpoint));
        byte[] key = checkpoint.getChain().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, outgoing, now), Stages.CHECKPOINTS);
    }

    private void tell(boolean hasUnsealed) {
        if (told != hasUnsealed) {
            told = hasUnsealed;
            keys.tellUnsealed(hasUnsealed);
        }
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        tell(false);
        stopLooking();
    }
}
