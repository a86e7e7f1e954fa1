package dev.alize.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.registry.RegistryException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas named by their GUID in a record header. */
class HeaderGuidTest {
    private static final String BODY = "06722d31" + "0274" + "02" + "00";
    private static final Map<String, String> IN_HEADER =
            Map.of("value.schema.id.serializer", "io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer");

    private final FakeRegistry registry = new FakeRegistry();
    private final List<AvroSerde<?>> open = new ArrayList<>();
    private final Headers headers = new RecordHeaders();

    @AfterEach
    void close() {
        open.forEach(AvroSerde::close);
        registry.close();
    }

    @Test
    void writesTheGuidIntoAHeaderAndNoPrefix() {
        byte[] bytes = write(serde(IN_HEADER), headers);
        assertThat(bytes).asHexString().isEqualToIgnoringCase(BODY);
        ByteBuffer header =
                ByteBuffer.wrap(headers.lastHeader("__value_schema_id").value());
        assertThat(header.get()).isEqualTo((byte) 1);
        UUID guid = new UUID(header.getLong(), header.getLong());
        assertThat(header.hasRemaining()).isFalse();
        serde(Map.of()).writerSchemas().load(new SchemaRef.Guid(guid));
        assertThat(lines()).contains("GET /schemas/guids/" + guid);
    }

    @Test
    void aKeyHasAHeaderOfItsOwn() {
        AvroSerde<Cancellation> serde = new AvroSerde<>();
        open.add(serde);
        Map<String, Object> settings = settings(
                Map.of("key.schema.id.serializer", SchemaPlace.HEADER.className(), "specific.avro.reader", true));
        serde.configure(settings, true);
        byte[] bytes = write(serde, headers);
        assertThat(headers.toArray()).extracting("key").containsExactly("__key_schema_id");
        assertThat(serde.deserializer().deserialize("t", headers, bytes)).isEqualTo(Samples.cancellation());
    }

    @Test
    void readsWhateverWayTheSchemaIsNamed() {
        byte[] plain = write(serde(IN_HEADER), headers);
        AvroSerde<Cancellation> reading = serde(Map.of("specific.avro.reader", true));
        assertThat(reading.deserializer().deserialize("t", headers, plain)).isEqualTo(Samples.cancellation());

        byte[] guid = headers.lastHeader("__value_schema_id").value();
        byte[] inFront = ByteBuffer.allocate(guid.length + plain.length)
                .put(guid)
                .put(plain)
                .array();
        assertThat(reading.deserializer().deserialize("t", inFront)).isEqualTo(Samples.cancellation());

        byte[] withId = write(serde(Map.of()), new RecordHeaders());
        assertThat(reading.deserializer().deserialize("t", new RecordHeaders(), withId))
                .isEqualTo(Samples.cancellation());
    }

    @Test
    void asksTheRegistryOnceForAGuid() {
        byte[] bytes = write(serde(IN_HEADER), headers);
        AvroSerde<GenericRecord> reading = serde(Map.of());
        reading.deserializer().deserialize("t", headers, bytes);
        reading.deserializer().deserialize("t", headers, bytes);
        assertThat(lines()).hasSize(2).first().isEqualTo("POST /subjects/t-value/versions");
    }

    @Test
    void readsItsOwnWithoutAskingAtAll() {
        AvroSerde<Cancellation> serde = serde(IN_HEADER, Map.of("specific.avro.reader", true));
        byte[] bytes = write(serde, headers);
        registry.close();
        assertThat(serde.deserializer().deserialize("t", headers, bytes)).isEqualTo(Samples.cancellation());
    }

    @Test
    void aHeaderCopiedFromAnotherRecordIsReplacedOrTakenOff() {
        headers.add("__value_schema_id", Framing.bytes(new UUID(1, 2)));
        write(serde(IN_HEADER), headers);
        assertThat(headers.headers("__value_schema_id")).hasSize(1);
        byte[] withId = write(serde(Map.of()), headers);
        assertThat(headers.toArray()).isEmpty();
        assertThat(serde(Map.of()).deserializer().deserialize("t", headers, withId))
                .isNotNull();
    }

    @Test
    void nullHasNoHeader() {
        assertThat(serde(IN_HEADER).serializer().serialize("t", headers, null)).isNull();
        assertThat(headers.toArray()).isEmpty();
    }

    @Test
    void plainBytesStandAsTheyAre() {
        AvroSerde<byte[]> serde = serde(IN_HEADER);
        byte[] raw = {1, 2, 3};
        assertThat(serde.serializer().serialize("t", headers, raw)).isEqualTo(raw);
        assertThat(serde.deserializer().deserialize("t", headers, raw)).isEqualTo(raw);
    }

    @Test
    void writingWithoutHeadersIsRefused() {
        AvroSerde<Cancellation> serde = serde(IN_HEADER);
        assertThatThrownBy(() -> serde.serializer().serialize("t", Samples.cancellation()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("__value_schema_id");
    }

    @Test
    void aRegistryWithoutGuidsIsRefusedBeforeTheFirstRecord() {
        registry.withoutGuids();
        AvroSerde<Cancellation> serde = serde(IN_HEADER);
        assertThatThrownBy(() -> serde.prepare("t", Cancellation.getClassSchema()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("subject t-value")
                .hasMessageContaining("got no GUID")
                .hasMessageContaining("PrefixSchemaIdSerializer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"use.latest.version=true", "use.schema.id=1", "normalize.schemas=true"})
    void everyWayToASchemaKnowsItsGuid(String setting) {
        write(serde(Map.of()), new RecordHeaders());
        int at = setting.indexOf('=');
        Map<String, Object> settings =
                Map.of("auto.register.schemas", false, setting.substring(0, at), setting.substring(at + 1));
        byte[] bytes = write(serde(IN_HEADER, settings), headers);
        assertThat(serde(Map.of()).deserializer().deserialize("t", headers, bytes))
                .isNotNull();
        registry.withoutGuids();
        assertThatThrownBy(() -> serde(IN_HEADER, settings).prepare("t", Cancellation.getClassSchema()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("got no GUID");
    }

    @Test
    void aGuidNobodyKnowsIsRefused() {
        headers.add("__value_schema_id", Framing.bytes(new UUID(1, 2)));
        assertThatThrownBy(() -> serde(Map.of())
                        .deserializer()
                        .deserialize("t", headers, HexFormat.of().parseHex(BODY)))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Schema GUID 00000000-0000-0001-0000-000000000002 leads to no Avro schema:"
                        + " status 404, code 40403");
    }

    @Test
    void anUnknownPlaceIsRefusedByName() {
        assertThatThrownBy(() -> serde(Map.of("value.schema.id.serializer", "x.Other")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("value.schema.id.serializer")
                .hasMessageContaining("HeaderSchemaIdSerializer");
    }

    private <T> AvroSerde<T> serde(Map<String, ?> settings) {
        return serde(settings, Map.of());
    }

    private <T> AvroSerde<T> serde(Map<String, ?> settings, Map<String, ?> more) {
        AvroSerde<T> serde = new AvroSerde<>();
        open.add(serde);
        Map<String, Object> all = settings(settings);
        all.putAll(more);
        serde.configure(all, false);
        return serde;
    }

    private Map<String, Object> settings(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("schema.registry.url", registry.url()));
        all.putAll(settings);
        return all;
    }

    private static byte[] write(AvroSerde<Cancellation> serde, Headers headers) {
        return requireNonNull(serde.serializer().serialize("t", headers, Samples.cancellation()));
    }

    private List<String> lines() {
        return registry.asked().stream().map(FakeRegistry.Asked::line).toList();
    }
}
