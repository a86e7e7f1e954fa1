package dev.alize.connect.batch.source;

import dev.alize.connect.batch.Settings;
import dev.alize.connect.batch.Version;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.serde.AvroSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;

/** Reads the files of its share. Kafka Connect gives it a thread; only {@link #commitRecord} comes from others. */
public final class BatchFileSourceTask extends SourceTask {
    /** Keys that the connector adds for its tasks. */
    public static final String TASK = "task.number";

    /** See {@link #TASK}. */
    public static final String TASKS = "task.count";

    private static final String FILE = "file";
    private static final long IDLE_MILLIS = 200;
    private static final long TROUBLE_MILLIS = 2_000;

    private @Nullable SourceSettings settings;
    private @Nullable InputFiles files;
    private @Nullable AvroSerializer<CompletionRequest> serializer;

    @Override
    public String version() {
        return Version.TEXT;
    }

    /** @throws ConnectException where it is no offset of a file */
    public static void checkOffset(Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        if (!partition.keySet().equals(Set.of(FILE)) || !(partition.get(FILE) instanceof String)) {
            throw new ConnectException("source partition: expected the member file alone, a text");
        }
        if (offset != null) {
            try {
                FileProgress.ofOffset(new HashMap<>(offset));
            } catch (IllegalArgumentException e) {
                throw new ConnectException(e.getMessage(), e);
            }
        }
    }

    @Override
    public void start(Map<String, String> properties) {
        SourceSettings read = SourceSettings.of(properties);
        prepare(read);
        AvroSerializer<CompletionRequest> avro = new AvroSerializer<>();
        avro.configure(properties, false);
        settings = read;
        serializer = avro;
        BatchFile.Setting setting = new BatchFile.Setting(
                properties.getOrDefault("name", "batch-files"),
                read,
                new RequestParser(read, avro),
                file -> context.offsetStorageReader().offset(Map.of(FILE, file)));
        InputFiles.Share share = new InputFiles.Share(
                Integer.parseInt(properties.getOrDefault(TASK, "0")),
                Integer.parseInt(properties.getOrDefault(TASKS, "1")));
        files = new InputFiles(setting, share, InstantSource.system());
    }

    private static void prepare(SourceSettings settings) {
        try {
            Files.createDirectories(settings.finished());
        } catch (IOException e) {
            throw new ConnectException(
                    SourceSettings.FINISHED + " " + settings.finished() + ": got " + e
                            + ", expected a directory that can be written",
                    e);
        }
        String wrong = Settings.wrongWith(settings.finished());
        if (wrong != null) {
            throw new ConnectException(SourceSettings.FINISHED + " " + settings.finished() + ": " + wrong);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (files == null || settings == null) {
            throw new IllegalStateException("poll() before start()");
        }
        List<Reading> readings = read(files, settings);
        if (readings.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
            return null;
        }
        List<SourceRecord> records = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            records.add(record(reading, settings));
        }
        TransactionContext transaction = context.transactionContext();
        if (transaction != null) {
            transaction.commitTransaction(records.getLast());
        }
        return records;
    }

    private static List<Reading> read(InputFiles from, SourceSettings settings) throws InterruptedException {
        try {
            return from.read();
        } catch (IOException e) {
            TimeUnit.MILLISECONDS.sleep(TROUBLE_MILLIS);
            throw new RetriableException(
                    SourceSettings.INPUT + " " + settings.input() + ": got " + e
                            + ", expected a directory that can be listed; it is tried again",
                    e);
        }
    }

    private static SourceRecord record(Reading reading, SourceSettings settings) {
        return switch (reading) {
            case Reading.Request request ->
                record(reading, settings.requestsTopic(), request.id().text(), request.request());
            case Reading.Ended ended ->
                record(
                        reading,
                        settings.batchesTopic(),
                        ended.end().batchId(),
                        ended.end().toBytes());
        };
    }

    private static SourceRecord record(Reading reading, String topic, String key, byte[] value) {
        return new SourceRecord(
                Map.of(FILE, reading.file()),
                reading.progress().toOffset(),
                topic,
                null,
                Schema.BYTES_SCHEMA,
                key.getBytes(StandardCharsets.UTF_8),
                Schema.BYTES_SCHEMA,
                value);
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        InputFiles reading = files;
        if (reading != null && record.sourcePartition().get(FILE) instanceof String file) {
            reading.acknowledged(file);
        }
    }

    @Override
    public void stop() {
        if (files != null) {
            files.close();
        }
        if (serializer != null) {
            serializer.close();
        }
    }
}
