package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final List<TopicPartition> PARTITIONS = List.of(new TopicPartition("llm.usage", 0));

    private static final class Silent extends MockConsumer<byte[], byte[]> {
        Silent() {
            super("none");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            throw new TimeoutException("no answer");
        }
    }

    @Test
    void leavesNoConsumerBehindWhereTheBrokerDoesNotAnswer() {
        Silent consumer = new Silent();

        assertThatThrownBy(() -> Tail.since(consumer, PARTITIONS, 0)).isInstanceOf(TimeoutException.class);
        assertThat(consumer.closed()).isTrue();
    }
}
