package dev.alize.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.ingress.exchange.Place;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PickerTest {
    private static final TopicPartition PARTITION = new TopicPartition("llm.responses", 2);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Picker picker = new Picker(() -> consumer);

    @AfterEach
    void close() {
        picker.close();
    }

    /** Where nothing else is looked up, there is no poll before the partition is assigned. */
    private CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> pick(long asked, long there) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>("llm.responses", 2, there, new byte[0], new byte[] {7})));
        return picker.pick(new Place("llm.responses", 2, asked));
    }

    @Test
    void readsARecordByItsPlaceAgainAndAgain() throws Exception {
        assertThat(pick(5, 5).get(10, TimeUnit.SECONDS))
                .hasValueSatisfying(record -> assertThat(record.offset()).isEqualTo(5));
        assertThat(pick(9, 9).get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void findsNothingWhereTheLastRecordsAreGone() throws Exception {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> consumer.seek(PARTITION, 6));
        assertThat(picker.pick(new Place("llm.responses", 2, 5)).get(10, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void isNotHeldUpByARecordOfAnotherPartitionThatDoesNotCome() throws Exception {
        TopicPartition silent = new TopicPartition("llm.responses", 0);
        consumer.updateBeginningOffsets(Map.of(silent, 0L));
        CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> never =
                picker.pick(new Place("llm.responses", 0, 1));
        await().until(() -> consumer.assignment().contains(silent));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> there =
                picker.pick(new Place("llm.responses", 2, 5));
        await().until(() -> consumer.assignment().contains(PARTITION));
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>("llm.responses", 2, 5, new byte[0], new byte[] {7})));
        assertThat(there.get(10, TimeUnit.SECONDS)).isPresent();
        assertThat(never).isNotDone();
    }

    @Test
    void failsOnlyThoseWhoWantATopicThatMayNotBeRead() throws Exception {
        TopicPartition refused = new TopicPartition("llm.requests.acme", 0);
        consumer.updateBeginningOffsets(Map.of(refused, 0L, PARTITION, 0L));
        CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> other =
                picker.pick(new Place("llm.responses", 2, 5));
        await().until(() -> consumer.assignment().contains(PARTITION));
        CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> wanted =
                picker.pick(new Place("llm.requests.acme", 0, 1));
        await().until(() -> consumer.assignment().contains(refused));
        consumer.schedulePollTask(
                () -> consumer.setPollException(new TopicAuthorizationException(Set.of("llm.requests.acme"))));
        await().until(wanted::isCompletedExceptionally);
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>("llm.responses", 2, 5, new byte[0], new byte[] {7})));
        assertThat(other.get(10, TimeUnit.SECONDS)).isPresent();
        assertThat(consumer.closed()).isFalse();
    }

    @Test
    void findsNothingWhereTheRecordIsGone() throws Exception {
        assertThat(pick(5, 8).get(10, TimeUnit.SECONDS)).isEmpty();
    }
}
