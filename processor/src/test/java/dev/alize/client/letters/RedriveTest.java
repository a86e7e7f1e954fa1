package dev.alize.client.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
