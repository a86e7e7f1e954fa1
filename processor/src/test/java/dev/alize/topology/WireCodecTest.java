package dev.alize.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.Identity;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.serde.AvroSerde;
import dev.alize.schemas.serde.SchemaPlace;
import dev.alize.schemas.serde.SchemaRef;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireCodecTest {
    private final FakeRegistry registry = new FakeRegistry();
    private final AvroSerde<CompletionRequest> upstream = serde(SchemaPlace.HEADER);
    private final WireCodec codec = new WireCodec(serde(SchemaPlace.HEADER), Pipeline.TOPICS);
    private final Headers headers = new RecordHeaders();
    private final CompletionRequest request = Pipeline.request("r1", "x").build();

    @AfterEach
    void close() {
        codec.close();
        upstream.close();
        registry.close();
    }

    @Test
    void readsByTheHeaderWhatWasLoadedBeforeWithoutAskingAgain() throws Exception {
        byte[] value = write();
        SchemaRef schema = codec.schemas().schemaOf(headers, value).orElseThrow();
        assertThat(schema).isInstanceOf(SchemaRef.Guid.class);
        assertThat(codec.schemas().knows(schema)).isFalse();
        codec.schemas().load(schema);
        assertThat(codec.schemas().knows(schema)).isTrue();
        registry.close();
        assertThat(codec.request(headers, value)).isEqualTo(request);
    }

    @Test
    void readsAGuidInFrontToo() throws Exception {
        byte[] plain = write();
        byte[] guid = headers.lastHeader(SchemaRef.VALUE_HEADER).value();
        byte[] value = ByteBuffer.allocate(guid.length + plain.length)
                .put(guid)
                .put(plain)
                .array();
        SchemaRef schema = codec.schemas().schemaOf(new RecordHeaders(), value).orElseThrow();
        assertThat(schema).isEqualTo(codec.schemas().schemaOf(headers, plain).orElseThrow());
        codec.schemas().load(schema);
        assertThat(codec.request(new RecordHeaders(), value)).isEqualTo(request);
    }

    @Test
    void findsTheIdentityOfADamagedRequestByItsHeader() {
        byte[] value = write();
        codec.schemas().load(codec.schemas().schemaOf(headers, value).orElseThrow());
        byte[] damaged = Arrays.copyOf(value, value.length / 2);
        assertThatThrownBy(() -> codec.request(headers, damaged)).isInstanceOf(Codec.CodecException.class);
        assertThat(codec.identity(headers, damaged)).contains(new Identity("default", "r1", 0));
    }

    @Test
    void aGuidThatTheRegistryCannotExplainIsRefusedAndNotWaitedFor() {
        byte[] value = write();
        registry.withoutGuids();
        SchemaRef schema = codec.schemas().schemaOf(headers, value).orElseThrow();
        codec.schemas().load(schema);
        assertThat(codec.schemas().knows(schema)).isTrue();
        assertThatThrownBy(() -> codec.request(headers, value))
                .isInstanceOf(Codec.CodecException.class)
                .hasMessageContaining("Schema GUID");
    }

    @Test
    void knowsTheHeaderOfEachTopicOnceItIsPrepared() {
        assertThat(codec.schemaHeader("llm.responses")).isEmpty();
        codec.prepare();
        registry.close();
        byte[] value = codec.encode(Samples.response());
        headers.add(codec.schemaHeader("llm.responses").orElseThrow());
        AvroSerde<CompletionResponse> reading = new AvroSerde<>();
        try (FakeRegistry other = new FakeRegistry();
                reading) {
            reading.configure(settings(other, SchemaPlace.PREFIX), false);
            reading.prepare("any", CompletionResponse.getClassSchema());
            assertThat(reading.deserializer().deserialize("llm.responses", headers, value))
                    .isEqualTo(Samples.response());
        }
    }

    @Test
    void withIdsInFrontThereIsNoHeader() {
        try (WireCodec prefixed = new WireCodec(serde(SchemaPlace.PREFIX), Pipeline.TOPICS)) {
            prefixed.prepare();
            assertThat(prefixed.schemaHeader("llm.responses")).isEmpty();
            assertThat(prefixed.encode(Samples.response())).startsWith(0, 0, 0);
        }
    }

    @Test
    void aRegistryWithoutGuidsIsRefusedWhenPreparing() {
        registry.withoutGuids();
        assertThatThrownBy(codec::prepare)
                .rootCause()
                .hasMessageContaining("got no GUID")
                .hasMessageContaining("PrefixSchemaIdSerializer");
    }

    private byte[] write() {
        return requireNonNull(upstream.serializer().serialize("llm.requests", headers, request));
    }

    private <T> AvroSerde<T> serde(SchemaPlace place) {
        AvroSerde<T> serde = new AvroSerde<>();
        serde.configure(settings(registry, place), false);
        return serde;
    }

    private static Map<String, Object> settings(FakeRegistry registry, SchemaPlace place) {
        return new HashMap<>(Map.of(
                "schema.registry.url", registry.url(),
                "specific.avro.reader", true,
                "value.schema.id.serializer", place.className()));
    }
}
