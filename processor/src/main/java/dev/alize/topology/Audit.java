package dev.alize.topology;

import dev.alize.schemas.AuditEvent;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The only appender to the audit trail in a task: encodes events in the order in which they happened. */
final class Audit implements Processor<byte[], AuditEvent, byte[], Outgoing> {
    private final Codec codec;
    private ProcessorContext<byte[], Outgoing> context;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Audit(Codec codec) {
        this.codec = codec;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], AuditEvent> record) {
        Outgoing outgoing = new Outgoing(context.taskId().partition(), codec.encode(record.value()));
        context.forward(new Record<>(record.key(), outgoing, record.timestamp()));
    }
}
