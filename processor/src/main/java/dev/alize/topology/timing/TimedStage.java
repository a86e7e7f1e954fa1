package dev.alize.topology.timing;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** A stage whose records and looks are timed. */
final class TimedStage<K, V, L, W> implements Processor<K, V, L, W> {
    private final Processor<K, V, L, W> stage;
    private final StageTimes times;

    TimedStage(Processor<K, V, L, W> stage, StageTimes times) {
        this.stage = stage;
        this.times = times;
    }

    @Override
    public void init(ProcessorContext<L, W> context) {
        stage.init(new TimedContext<>(context, times));
    }

    @Override
    public void process(Record<K, V> record) {
        times.time(false, () -> stage.process(record));
    }

    @Override
    public void close() {
        stage.close();
    }
}
