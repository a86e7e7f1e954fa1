package dev.alize.connect.batch.sink;

import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.Version;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.serde.AvroDeserializer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Writes all batches. Confined to the thread that Kafka Connect gives it. */
public final class BatchFileSinkTask extends SinkTask {
    private static final long RETRY_MILLIS = 2_000;

    private @Nullable SinkSettings settings;
    private @Nullable AvroDeserializer<CompletionResponse> deserializer;
    private @Nullable Responses responses;
    private @Nullable OutputDirectory directory;

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public void start(Map<String, String> properties) {
        SinkSettings read = SinkSettings.of(properties);
        AvroDeserializer<CompletionResponse> avro = new AvroDeserializer<>(CompletionResponse.class);
        avro.configure(properties, false);
        settings = read;
        deserializer = avro;
        responses = new Responses(avro);
    }

    /** Has the consumer go on where the journal says, whatever offsets the group has committed. */
    @Override
    public void open(Collection<TopicPartition> partitions) {
        try {
            goOn(opened(), partitions);
        } catch (DirectoryLock.HeldException held) {
            // put() tries again.
        } catch (IOException e) {
            throw new ConnectException(trouble(e), e);
        }
    }

    private OutputDirectory opened() throws IOException {
        OutputDirectory known = directory;
        if (known == null) {
            known = OutputDirectory.open(settings().output(), Steps.none(), InstantSource.system());
            directory = known;
        }
        return known;
    }

    private void goOn(OutputDirectory from, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> certain = new HashMap<>(from.offsets());
        certain.keySet().retainAll(partitions);
        context.offset(certain);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        try {
            if (directory == null) {
                giveBack(records);
                goOn(opened(), context.assignment());
                return;
            }
            write(directory, records);
            directory.publishComplete();
        } catch (IOException e) {
            context.timeout(RETRY_MILLIS);
            throw new RetriableException(trouble(e), e);
        }
    }

    /** They came before it was known where to go on. */
    private void giveBack(Collection<SinkRecord> records) {
        Map<TopicPartition, Long> first = new HashMap<>();
        records.forEach(record -> first.merge(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset(),
                Math::min));
        context.offset(first);
    }

    private void write(OutputDirectory to, Collection<SinkRecord> records) throws IOException {
        Map<BatchKey, List<OpenBatch.Answer>> answers = new LinkedHashMap<>();
        List<BatchEnd> ends = new ArrayList<>();
        for (SinkRecord record : records) {
            try {
                read(record, answers, ends);
            } catch (DataException e) {
                report(record, e);
            }
        }
        for (Map.Entry<BatchKey, List<OpenBatch.Answer>> batch : answers.entrySet()) {
            to.append(batch.getKey(), batch.getValue());
        }
        ends.forEach(to::ended);
        for (SinkRecord record : records) {
            to.read(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    record.originalKafkaOffset() + 1);
        }
    }

    private void read(SinkRecord record, Map<BatchKey, List<OpenBatch.Answer>> answers, List<BatchEnd> ends) {
        if (!record.topic().equals(settings().batchesTopic())) {
            requireStarted(responses)
                    .read(record)
                    .ifPresent(found -> answers.computeIfAbsent(found.batch(), batch -> new ArrayList<>())
                            .add(found.answer()));
        } else if (record.value() instanceof byte[] value) {
            try {
                ends.add(BatchEnd.parse(value));
            } catch (IllegalArgumentException e) {
                throw new DataException(Responses.place(record) + ": got a value that is no end of a batch", e);
            }
        }
    }

    /** To Connect's dead letter queue where there is one; else the task fails. */
    private void report(SinkRecord record, DataException e) {
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            throw e;
        }
        reporter.report(record, e);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        if (directory == null) {
            return Map.of();
        }
        try {
            directory.checkpoint();
        } catch (IOException e) {
            throw new RetriableException(trouble(e), e);
        }
        Map<TopicPartition, OffsetAndMetadata> certain = new HashMap<>();
        directory.offsets().forEach((partition, offset) -> {
            if (currentOffsets.containsKey(partition)) {
                certain.put(partition, new OffsetAndMetadata(offset));
            }
        });
        return certain;
    }

    private String trouble(IOException e) {
        return SinkSettings.OUTPUT + " " + settings().output() + ": got " + e
                + ", expected a directory that can be written";
    }

    private SinkSettings settings() {
        return requireStarted(settings);
    }

    private static <T> T requireStarted(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The task was used before start()");
        }
        return value;
    }

    @Override
    public void stop() {
        if (directory != null) {
            directory.close();
        }
        if (deserializer != null) {
            deserializer.close();
        }
    }
}
