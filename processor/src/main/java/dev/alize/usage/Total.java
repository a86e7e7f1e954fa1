package dev.alize.usage;

import dev.alize.schemas.UsageRow;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Adds what the partitions of the audit trail passed on to the row of the table, and writes the row anew, at once. */
final class Total implements Processor<String, UsageRow, String, UsageRow> {
    static final String STORE = "usage";

    private ProcessorContext<String, UsageRow> context;
    private KeyValueStore<String, UsageRow> rows;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Total() {}

    @Override
    public void init(ProcessorContext<String, UsageRow> context) {
        this.context = context;
        this.rows = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, UsageRow> record) {
        UsageRow before = rows.get(record.key());
        UsageRow now = before == null ? record.value() : Sums.of(before, record.value());
        rows.put(record.key(), now);
        context.forward(record.withValue(now));
        context.commit();
    }
}
