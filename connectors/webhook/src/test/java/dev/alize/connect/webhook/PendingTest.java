package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final TopicPartition PARTITION = new TopicPartition("llm.responses", 0);
    private static final TopicPartition OTHER = new TopicPartition("llm.responses", 1);

    private final Pending pending = new Pending(new Settings.Limits(1, 1, 3, 100, 0));

    private Delivery add(long offset) {
        Delivery delivery = Deliveries.to("a", offset);
        pending.add(delivery);
        pending.read(PARTITION, offset);
        return delivery;
    }

    private long committable(long read) {
        return Objects.requireNonNull(pending.committable(Map.of(PARTITION, new OffsetAndMetadata(read)))
                        .get(PARTITION))
                .offset();
    }

    @Test
    void offsetsAreCommittedUpToTheOldestOnItsWay() {
        assertThat(committable(9)).isEqualTo(9);
        Delivery first = add(9);
        Delivery second = add(10);
        assertThat(committable(15)).isEqualTo(9);
        assertThat(pending.has(second)).isTrue();
        assertThat(pending.end(second)).isTrue();
        assertThat(pending.has(second)).isFalse();
        assertThat(committable(15)).isEqualTo(9);
        assertThat(pending.end(first)).isTrue();
        assertThat(committable(15)).isEqualTo(15);
        assertThat(pending.end(first)).isFalse();
    }

    @Test
    void aPartitionIsNotReadFarBeyondItsOldest() {
        add(10);
        pending.read(PARTITION, 12);
        assertThat(pending.full(Set.of(PARTITION, OTHER))).isEmpty();
        pending.read(PARTITION, 13);
        assertThat(pending.full(Set.of(PARTITION, OTHER))).containsExactly(PARTITION);
    }

    @Test
    void nothingIsReadWhileTooMuchIsOnItsWay() {
        add(10);
        add(11);
        add(12);
        assertThat(pending.full(Set.of(PARTITION, OTHER))).containsExactlyInAnyOrder(PARTITION, OTHER);
    }

    @Test
    void whatAnotherTaskHasNowIsForgotten() {
        Delivery delivery = add(10);
        pending.forget(List.of(PARTITION));
        assertThat(delivery.isDropped()).isTrue();
        assertThat(pending.end(delivery)).isFalse();
        assertThat(pending.isEmpty()).isTrue();
        assertThat(committable(15)).isEqualTo(15);
    }
}
