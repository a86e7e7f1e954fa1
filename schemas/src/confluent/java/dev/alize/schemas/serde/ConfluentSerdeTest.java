package dev.alize.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.registry.FakeRegistry;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Confluent's own serde on the other side of a topic. Compiled and run by the profile {@code confluent} only. The
 * system property {@code alize.test.registry} names a true registry instead of the fake.
 */
class ConfluentSerdeTest {
    private static final String TOPIC = "alize-confluent-contract";

    private final FakeRegistry fake = new FakeRegistry();
    private final AvroSerde<CompletionRequest> ours = new AvroSerde<>();
    private final KafkaAvroSerializer theirWriter = new KafkaAvroSerializer();
    private final KafkaAvroDeserializer theirReader = new KafkaAvroDeserializer();
    private final Headers headers = new RecordHeaders();

    @AfterEach
    void close() {
        theirWriter.close();
        theirReader.close();
        ours.close();
        fake.close();
    }

    @ParameterizedTest
    @EnumSource(SchemaPlace.class)
    void theyReadWhatWeWrite(SchemaPlace place) {
        configure(place);
        byte[] bytes = requireNonNull(ours.serializer().serialize(TOPIC, headers, Samples.request()));
        assertThat(theirReader.deserialize(TOPIC, headers, bytes)).isEqualTo(Samples.request());
    }

    @ParameterizedTest
    @EnumSource(SchemaPlace.class)
    void weReadWhatTheyWrite(SchemaPlace place) {
        configure(place);
        byte[] bytes = requireNonNull(theirWriter.serialize(TOPIC, headers, Samples.request()));
        assertThat(ours.deserializer().deserialize(TOPIC, headers, bytes)).isEqualTo(Samples.request());
    }

    @ParameterizedTest
    @EnumSource(SchemaPlace.class)
    void bothWriteTheSameBytes(SchemaPlace place) {
        configure(place);
        Headers theirs = new RecordHeaders();
        byte[] bytes = requireNonNull(ours.serializer().serialize(TOPIC, headers, Samples.request()));
        assertThat(theirWriter.serialize(TOPIC, theirs, Samples.request())).isEqualTo(bytes);
        assertThat(theirs.toArray()).isEqualTo(headers.toArray());
    }

    private void configure(SchemaPlace place) {
        Map<String, Object> settings = Map.of(
                "schema.registry.url", System.getProperty("alize.test.registry", fake.url()),
                "specific.avro.reader", true,
                "value.schema.id.serializer", place.className());
        ours.configure(settings, false);
        theirWriter.configure(settings, false);
        theirReader.configure(settings, false);
    }
}
