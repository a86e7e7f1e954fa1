package dev.alize.ingress.kafka;

import dev.alize.ingress.exchange.Handover;
import dev.alize.ingress.exchange.Identity;
import dev.alize.ingress.exchange.Place;
import dev.alize.ingress.exchange.RequestIndex;
import dev.alize.ingress.exchange.Wait;
import dev.alize.ingress.exchange.Waiter;
import dev.alize.ingress.exchange.Waits;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the topics bring: into the index, and to those who wait. Of other records than theirs only the identity is read.
 * Any number of threads may use it.
 */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final Peek peek;
    private final Decoders decoders;
    private final RequestIndex index;
    private final Waits waits;

    Arrivals(Peek peek, Decoders decoders, RequestIndex index, Waits waits) {
        this.peek = peek;
        this.decoders = decoders;
        this.index = index;
        this.waits = waits;
    }

    void responses(ConsumerRecords<byte[], byte[]> records) {
        Handover handover = new Handover();
        each(records, record -> response(record, handover));
        handover.deliver();
    }

    /** The index first: whoever comes between is either still waiting or finds it there. */
    private void response(ConsumerRecord<byte[], byte[]> record, Handover handover) {
        Identity identity = peek.of(record);
        if (identity == null) {
            return;
        }
        index.answered(identity, place(record), record.timestamp());
        Wait wait = waits.answered(identity);
        if (wait != null) {
            CompletionResponse response = decoders.response(record);
            wait.waiters().forEach(waiter -> handover.answer(waiter, response));
        }
    }

    void chunks(ConsumerRecords<byte[], byte[]> records) {
        Handover handover = new Handover();
        each(records, record -> chunk(record, handover));
        handover.deliver();
    }

    private void chunk(ConsumerRecord<byte[], byte[]> record, Handover handover) {
        Identity identity = peek.of(record);
        Wait wait = identity == null ? null : waits.find(identity);
        if (wait == null || !wait.wantsChunks()) {
            return;
        }
        CompletionChunk chunk = decoders.chunk(record);
        for (Waiter waiter : wait.waiters()) {
            if (waiter.wantsChunks()) {
                handover.chunk(waiter, chunk);
            }
        }
    }

    void requests(ConsumerRecords<byte[], byte[]> records) {
        each(records, record -> {
            Identity identity = peek.of(record);
            if (identity != null) {
                index.requested(identity, place(record), record.timestamp());
            }
        });
    }

    /** A damaged record is passed over; a registry that is away is not the record's fault, so it is read again. */
    private static void each(ConsumerRecords<byte[], byte[]> records, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                action.accept(record);
            } catch (SerializationException | IllegalArgumentException e) {
                if (Decoders.isRegistryAway(e)) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("reason", e.getMessage())
                        .log("A record cannot be read, passing it over");
            }
        }
    }

    static Place place(ConsumerRecord<?, ?> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    /** Whether the record is of that request. */
    boolean isOf(@Nullable Identity expected, ConsumerRecord<byte[], byte[]> record) {
        Identity identity = peek.of(record);
        return identity != null && identity.equals(expected);
    }
}
