package dev.alize.connect.batch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.BatchEnd.Ending;
import dev.alize.connect.batch.LineId;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.serde.AvroSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchFileSinkTaskTest {
    private static final String BATCH = "0123456789abcdef0123456789abcdef";
    private static final TopicPartition RESPONSES = new TopicPartition("llm.responses", 3);
    private static final TopicPartition BATCHES = new TopicPartition("llm.batches", 0);

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final AvroSerializer<CompletionResponse> serializer = new AvroSerializer<>();
    private final Context context = new Context();

    /** What Connect would do: keeps where the task wants to go on. */
    private static final class Context implements SinkTaskContext {
        final Map<TopicPartition, Long> wanted = new HashMap<>();
        final List<SinkRecord> letters = new ArrayList<>();
        boolean hasLetters;

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            wanted.putAll(offsets);
        }

        @Override
        public void offset(TopicPartition tp, long offset) {
            wanted.put(tp, offset);
        }

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(RESPONSES, BATCHES);
        }

        @Override
        public void pause(TopicPartition... partitions) {}

        @Override
        public void resume(TopicPartition... partitions) {}

        @Override
        public void requestCommit() {}

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException("The task has no metrics of its own");
        }

        @Override
        public @Nullable ErrantRecordReporter errantRecordReporter() {
            if (!hasLetters) {
                return null;
            }
            return (record, error) -> {
                letters.add(record);
                return CompletableFuture.completedFuture(null);
            };
        }
    }

    @AfterEach
    void close() {
        serializer.close();
        registry.close();
    }

    @Test
    void writesTheAnswersOfABatchAndCommitsWhatItsJournalStates() {
        BatchFileSinkTask task = task();
        task.put(List.of(answer(5, 1, Status.COMPLETED), answer(6, 2, Status.BLOCKED), foreign(7)));

        assertThat(task.preCommit(Map.of(RESPONSES, new OffsetAndMetadata(8), BATCHES, new OffsetAndMetadata(0))))
                .containsOnly(Map.entry(RESPONSES, new OffsetAndMetadata(8)));

        task.put(List.of(end(0, 2)));
        assertThat(directory.resolve("a.manifest.json")).exists();
        task.stop();
    }

    @Test
    void goesOnWhereItsJournalSaysAfterARestart() {
        BatchFileSinkTask first = task();
        first.put(List.of(answer(5, 1, Status.COMPLETED)));
        first.preCommit(Map.of());
        first.put(List.of(answer(6, 2, Status.COMPLETED)));
        first.stop();

        BatchFileSinkTask second = task();

        assertThat(context.wanted).containsOnly(Map.entry(RESPONSES, 6L));
        second.put(List.of(answer(6, 2, Status.COMPLETED), end(0, 2)));
        assertThat(directory.resolve("a.output.jsonl")).content().hasLineCount(2);
        second.stop();
    }

    @Test
    void waitsForAnotherTaskThatStillWrites() {
        BatchFileSinkTask zombie = task();
        BatchFileSinkTask task = task();
        List<SinkRecord> records = List.of(answer(5, 1, Status.COMPLETED));

        assertThatThrownBy(() -> task.put(records))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("another task holds");
        assertThat(task.preCommit(Map.of(RESPONSES, new OffsetAndMetadata(6)))).isEmpty();

        zombie.stop();
        task.put(records);
        assertThat(context.wanted).containsOnly(Map.entry(RESPONSES, 5L));
        task.put(records);
        task.put(List.of(end(0, 1)));
        assertThat(directory.resolve("a.manifest.json")).exists();
        task.stop();
    }

    @Test
    void givesWhatItCannotReadToTheDeadLettersOrFails() {
        SinkRecord strange = record(RESPONSES, 9, "strange".getBytes(StandardCharsets.UTF_8));
        SinkRecord strangeEnd = record(BATCHES, 3, "{}".getBytes(StandardCharsets.UTF_8));
        BatchFileSinkTask task = task();

        assertThatThrownBy(() -> task.put(List.of(strange)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("llm.responses-3 offset 9");
        context.hasLetters = true;
        task.put(List.of(strange, strangeEnd, record(BATCHES, 4, null)));
        assertThat(context.letters).containsExactly(strange, strangeEnd);
        task.stop();
    }

    @Test
    void aRegistryThatRefusesUsIsNotTheRecordsFault() {
        BatchFileSinkTask task = task();
        context.hasLetters = true;
        List<SinkRecord> records = List.of(answer(5, 1, Status.COMPLETED), end(0, 1));
        registry.fail(401, "{\"error_code\": 40101, \"message\": \"Unauthorized\"}");

        assertThatThrownBy(() -> task.put(records)).isInstanceOf(RetriableException.class);
        assertThat(context.letters).isEmpty();
        task.put(records);
        assertThat(directory.resolve("a.manifest.json")).exists();
        task.stop();
    }

    @Test
    void saysWhyItCannotStartOrWrite() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> new BatchFileSinkTask().start(settings(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected a directory");

        BatchFileSinkTask task = task();
        Path open = directory.resolve(".alize/open");
        Files.delete(open);
        assertThatThrownBy(() -> task.put(List.of(answer(5, 1, Status.COMPLETED))))
                .isInstanceOf(RetriableException.class)
                .hasCauseInstanceOf(IOException.class);
        Files.createDirectory(open);
        task.put(List.of(answer(5, 1, Status.COMPLETED), end(0, 1)));
        assertThat(directory.resolve("a.manifest.json")).exists();
        task.stop();
    }

    private BatchFileSinkTask task() {
        serializer.configure(Map.of("schema.registry.url", registry.url()), false);
        context.wanted.clear();
        BatchFileSinkTask task = new BatchFileSinkTask();
        task.initialize(context);
        task.start(settings(directory));
        task.open(Set.of(RESPONSES, BATCHES));
        return task;
    }

    private Map<String, String> settings(Path output) {
        return Map.of("output.directory", output.toString(), "schema.registry.url", registry.url());
    }

    private SinkRecord answer(long offset, long line, Status status) {
        return answer(offset, new LineId(BATCH, line).text(), status);
    }

    /** A response to a request that somebody else wrote. */
    private SinkRecord foreign(long offset) {
        return answer(offset, "order-17", Status.COMPLETED);
    }

    private SinkRecord answer(long offset, String requestId, Status status) {
        CompletionResponse response = CompletionResponse.newBuilder()
                .setRequestId(requestId)
                .setTenant("acme")
                .setStatus(status)
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .setMetadata(Map.of("alize.batch_id", BATCH, "alize.batch_custom_id", "custom"))
                .setError(
                        status == Status.COMPLETED
                                ? null
                                : ResponseError.newBuilder()
                                        .setKind("jailbreak")
                                        .setBlame("policy")
                                        .setMessage("Blocked")
                                        .build())
                .build();
        return record(RESPONSES, offset, serializer.serialize("llm.responses", response));
    }

    private static SinkRecord end(long offset, long requests) {
        return record(
                BATCHES,
                offset,
                new BatchEnd(BATCH, "acme", "a.jsonl", requests, 0, 2, Ending.COMPLETE, Instant.EPOCH).toBytes());
    }

    private static SinkRecord record(TopicPartition partition, long offset, byte @Nullable [] value) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                null,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                offset);
    }
}
