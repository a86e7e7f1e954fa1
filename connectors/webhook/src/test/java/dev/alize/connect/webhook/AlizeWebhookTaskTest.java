package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is committed and reported when; the test says how attempts end. */
class AlizeWebhookTaskTest {
    private static final TopicPartition PARTITION = new TopicPartition("llm.responses", 0);

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Context context = new Context();
    private final AlizeWebhookTask task =
            new AlizeWebhookTask((settings, loop) -> (delivery, done) -> calls.add(new Call(loop, done)));

    /** An attempt that has not ended. */
    private record Call(VertxLoop loop, Consumer<Attempted> done) {
        /** Returns when the task could know it. */
        void end(Attempted attempted) throws InterruptedException {
            CountDownLatch told = new CountDownLatch(1);
            loop.execute(() -> {
                done.accept(attempted);
                told.countDown();
            });
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What Connect would give it. */
    private static final class Context implements SinkTaskContext {
        private final List<Long> letters = new ArrayList<>();
        private boolean hasLetters = true;

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {}

        @Override
        public void offset(TopicPartition tp, long offset) {}

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
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
                letters.add(record.kafkaOffset());
                return CompletableFuture.completedFuture(null);
            };
        }
    }

    @AfterEach
    void stop() {
        task.stop();
    }

    private void start() {
        task.initialize(context);
        task.start(SettingsTest.good());
    }

    private Call posted(long offset) throws InterruptedException {
        Map<String, Object> response = new HashMap<>();
        response.put("request_id", "r-" + offset);
        response.put("tenant", "acme");
        response.put("status", "COMPLETED");
        response.put("times", Map.of("requested_at", 0L));
        response.put("metadata", Map.of(Metadata.CALLBACK_URL, "https://hooks.example.com/in"));
        task.put(List.of(new SinkRecord("llm.responses", 0, null, null, null, response, offset)));
        Call call = calls.poll(30, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        return Objects.requireNonNull(call);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        return task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(9)));
    }

    private static Map<TopicPartition, OffsetAndMetadata> upTo(long offset) {
        return Map.of(PARTITION, new OffsetAndMetadata(offset));
    }

    @Test
    void whatArrivedIsCommitted() throws InterruptedException {
        start();
        Call call = posted(8);
        assertThat(committed()).isEqualTo(upTo(8));
        call.end(new Attempted.Delivered());
        assertThat(committed()).isEqualTo(upTo(9));
    }

    @Test
    void aRefusedOneIsNotCommittedBeforePutHasReportedIt() throws InterruptedException {
        start();
        posted(8).end(new Attempted.Refused("got status 410"));
        assertThat(committed()).isEqualTo(upTo(8));
        assertThat(context.letters).isEmpty();
        task.put(List.of());
        assertThat(context.letters).containsExactly(8L);
        assertThat(committed()).isEqualTo(upTo(9));
    }

    @Test
    void aRefusedOneThatCannotBeReportedStopsTheTaskAndIsNotCommitted() throws InterruptedException {
        context.hasLetters = false;
        start();
        posted(8).end(new Attempted.Refused("got status 410"));
        assertThatThrownBy(() -> task.put(List.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("got status 410");
        assertThat(committed()).isEqualTo(upTo(8));
    }
}
