package dev.alize.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Delivery.Reason;
import dev.alize.schemas.Cancellation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {
    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(false, null, new StringSerializer(), bytes());
    private final Sender sender = new Sender(producer);
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    private static Serializer<SpecificRecord> bytes() {
        return (topic, record) -> new byte[] {1};
    }

    private void send() {
        Cancellation record = new Cancellation("r1", "acme", 0, null);
        sender.send(new ProducerRecord<>("llm.cancels", 0, "r1", record), deliveries::add);
        await().until(() -> !producer.history().isEmpty() || !deliveries.isEmpty());
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void tellsWhereARecordWasWritten() {
        send();
        producer.completeNext();
        await().untilAsserted(() -> assertThat(deliveries).hasSize(1));
        assertThat(deliveries.getFirst()).isInstanceOf(Delivery.Written.class);
    }

    @Test
    void tellsWhyARecordWasNotWritten() {
        send();
        producer.errorNext(new TimeoutException("silent"));
        send();
        producer.errorNext(new RecordTooLargeException("large"));
        send();
        producer.errorNext(new TopicAuthorizationException("llm.cancels"));
        await().untilAsserted(() -> assertThat(deliveries)
                .containsExactly(
                        new Delivery.Failed(Reason.UNREACHABLE),
                        new Delivery.Failed(Reason.TOO_LARGE),
                        new Delivery.Failed(Reason.REFUSED)));
    }

    @Test
    void tellsOfARecordThatTheProducerThrowsAt() {
        producer.sendException = new SerializationException("damaged");
        send();
        await().untilAsserted(() -> assertThat(deliveries).containsExactly(new Delivery.Failed(Reason.REFUSED)));
    }

    @Test
    void tellsOfARecordThatABugKeepsFromTheProducer() {
        producer.sendException = new IllegalArgumentException("a bug");
        send();
        await().untilAsserted(() -> assertThat(deliveries).containsExactly(new Delivery.Failed(Reason.REFUSED)));
    }

    @Test
    void takesNothingAfterItsEnd() {
        sender.close();
        sender.send(new ProducerRecord<>("llm.cancels", new Cancellation("r1", "acme", 0, null)), deliveries::add);
        assertThat(deliveries).containsExactly(new Delivery.Failed(Reason.BUSY));
        assertThat(producer.closed()).isTrue();
    }
}
