package dev.alize.ingress.kafka;

import dev.alize.ingress.exchange.Delivery;
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
    private final KafkaExchange.Owners owners;

    Arrivals(Peek peek, Decoders decoders, RequestIndex index, Waits waits, KafkaExchange.Owners owners) {
        this.peek = peek;
        this.decoders = decoders;
        this.index = index;
        this.waits = waits;
        this.owners = owners;
    }

    void responses(ConsumerRecords<byte[], byte[]> records) {
        Handover handover = new Handover();
        try {
            each(records, record -> response(record, handover));
        } finally {
            handover.deliver();
        }
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
            answer(wait, record, handover);
        }
    }

    /** A response that cannot be read is nobody's answer, and no other comes. */
    private void answer(Wait wait, ConsumerRecord<byte[], byte[]> record, Handover handover) {
        try {
            CompletionResponse response = decoders.response(record);
            wait.waiters().forEach(waiter -> handover.answer(waiter, response));
        } catch (RuntimeException e) {
            if (!Decoders.isRegistryAway(e)) {
                wait.waiters().forEach(waiter -> handover.tell(waiter, told -> told.failed(Delivery.Reason.REFUSED)));
            }
            throw e;
        }
    }

    void chunks(ConsumerRecords<byte[], byte[]> records) {
        Handover handover = new Handover();
        try {
            each(records, record -> chunk(record, handover));
        } finally {
            handover.deliver();
        }
    }

    private void chunk(ConsumerRecord<byte[], byte[]> record, Handover handover) {
        Identity identity = peek.of(record);
        Wait wait = identity == null ? null : waits.find(identity);
        if (wait == null || !wait.wantsChunks()) {
            return;
        }
        try {
            CompletionChunk chunk = decoders.chunk(record);
            for (Waiter waiter : wait.waiters()) {
                if (waiter.wantsChunks()) {
                    handover.chunk(waiter, chunk);
                }
            }
        } catch (RuntimeException e) {
            if (!Decoders.isRegistryAway(e)) {
                untold(wait, handover);
            }
            throw e;
        }
    }

    /** A stream that lacks a chunk has no end. */
    private static void untold(Wait wait, Handover handover) {
        wait.waiters().stream()
                .filter(Waiter::wantsChunks)
                .forEach(waiter -> handover.tell(waiter, told -> told.failed(Delivery.Reason.UNTOLD)));
    }

    void requests(ConsumerRecords<byte[], byte[]> records) {
        each(records, record -> {
            Identity identity = request(record);
            if (identity != null) {
                index.requested(identity, place(record), record.timestamp());
            }
        });
    }

    /** Requests from before the tail began; the responses have to be in the index already. */
    void formerRequests(ConsumerRecords<byte[], byte[]> records) {
        each(records, record -> {
            Identity identity = request(record);
            if (identity != null) {
                index.requestedBefore(identity, place(record), record.timestamp());
            }
        });
    }

    private @Nullable Identity request(ConsumerRecord<byte[], byte[]> record) {
        Identity claimed = peek.of(record);
        if (claimed == null) {
            return null;
        }
        return owners.of(record.topic(), claimed.tenant())
                .map(tenant -> new Identity(tenant, claimed.requestId()))
                .orElse(null);
    }

    /**
     * What cannot be read is passed over, such as a damaged record, or one whose schema the registry keeps from us: it
     * must not hold up those behind it. A registry that is away is not the record's fault, so it is read again.
     */
    private static void each(ConsumerRecords<byte[], byte[]> records, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                action.accept(record);
            } catch (RuntimeException e) {
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

    /** Whether the record is the response of that request. */
    boolean isResponse(Identity expected, ConsumerRecord<byte[], byte[]> record) {
        return expected.equals(peek.of(record));
    }

    /** Whether the record is that request. */
    boolean isRequest(Identity expected, ConsumerRecord<byte[], byte[]> record) {
        return expected.equals(request(record));
    }
}
