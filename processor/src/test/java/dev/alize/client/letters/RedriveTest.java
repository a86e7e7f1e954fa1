package dev.alize.client.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** By which topic a request comes back. */
class RedriveTest {
    private static Configuration configuration(String claims) {
        return new ConfigurationReader().parse("test", """
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                tenants:
                  claims: %s
                  bindings: [{tenant: acme, principal: "User:acme", requests_topic: in.acme}]
                """.formatted(claims));
    }

    private static String topic(String claims, String tenant, String source) {
        DeadLetter letter = SelectionTest.content("r", 0, "timeout", Instant.EPOCH);
        letter.setTenant(tenant);
        letter.setSourceTopic(source);
        return Redrive.topic(configuration(claims), letter);
    }

    @Test
    void aTenantsRequestComesBackAsTheTenants() {
        assertThat(topic("unbound", "acme", "in.acme")).isEqualTo("in.acme");
        assertThat(topic("unbound", "acme", "llm.requests")).isEqualTo("in.acme");
        assertThat(topic("unbound", "other", "llm.requests")).isEqualTo("llm.requests");
    }

    @Test
    void whereTheCommonTopicIsTrustedItComesBackByTheOneItCameBy() {
        assertThat(topic("any", "acme", "in.acme")).isEqualTo("in.acme");
        assertThat(topic("any", "acme", "llm.requests")).isEqualTo("llm.requests");
    }

    private static Redrive.Result send(String claims, MockProducer<byte[], byte[]> producer, String... tenants) {
        Serde<Object> serde = Serdes.serdeFrom((topic, value) -> new byte[1], (topic, bytes) -> bytes);
        try (Redrive redrive =
                new Redrive(configuration(claims), serde, producer, InstantSource.fixed(Instant.EPOCH))) {
            for (String tenant : tenants) {
                DeadLetter content = SelectionTest.content("r", 0, "timeout", Instant.EPOCH);
                content.setTenant(tenant);
                ConsumerRecord<byte[], byte[]> record =
                        new ConsumerRecord<>("llm.dead-letters", 0, 0, new byte[0], new byte[0]);
                redrive.send(Letter.of(record, Optional.of(content)), content);
            }
            return redrive.result();
        }
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void aTenantThatNoTopicTakesIsNotSentAndCountsAsFailed() {
        MockProducer<byte[], byte[]> producer = producer();

        Redrive.Result result = send("none", producer, "acme", "initech", "default");

        assertThat(result.sent()).isEqualTo(2);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.problem())
                .startsWith("tenants.claims: got none")
                .contains("initech")
                .contains("tenants.bindings");
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("in.acme", "llm.requests");
    }

    @Test
    void aTenantWithoutATopicOfItsOwnIsTakenWhereItMayBeNamed() {
        assertThat(send("unbound", producer(), "initech").sent()).isEqualTo(1);
        assertThat(send("any", producer(), "initech", "acme").sent()).isEqualTo(2);
    }

    @Test
    void whatWasSetAsideAsItCameIsNoLetterWhateverItSays() {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("llm.dead-letters", 0, 0, new byte[0], new byte[0]);
        record.headers().add("llm.error-kind", "tenant_mismatch".getBytes(StandardCharsets.UTF_8));
        record.headers().add("llm.raw", "true".getBytes(StandardCharsets.UTF_8));
        DeadLetter forged = SelectionTest.content("r", 0, "timeout", Instant.EPOCH);

        Letter letter = Letter.of(record, Optional.of(forged));

        assertThat(letter.content()).isEmpty();
        assertThat(letter.kind()).isEqualTo("tenant_mismatch");
    }
}
