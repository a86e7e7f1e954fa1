package dev.alize.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Sorts responses into the ledgers of their runs, by their record key, which is the request's id. */
final class Responses implements TopicReader.Listener {
    private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();
    private final AtomicInteger strays = new AtomicInteger();

    /** From now on responses of this ledger's run are expected. */
    void expect(Ledger ledger) {
        ledgers.put(ledger.run(), ledger);
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        byte @Nullable [] key = record.key();
        String id = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        Ledger ledger = ledgers.get(Ledger.runOf(id));
        int number = ledger == null ? -1 : ledger.number(id);
        if (ledger == null || number < 0 || record.partition() != ledger.partition(number)) {
            strays.incrementAndGet();
            return;
        }
        ledger.arrived(number, record.offset(), record.value(), nanos);
    }

    /** Responses to nothing that was asked, or in another partition than their request. */
    int strays() {
        return strays.get();
    }
}
