package dev.alize.connect.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.AvroSerializer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlizeAvroConverterTest {
    private static final String TOPIC = "llm.test";
    private static final Map<String, String> GIVEN =
            Map.of("auto.register.schemas", "false", "use.latest.version", "true");

    private final FakeRegistry registry = new FakeRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        registry.close();
    }

    private Map<String, Object> settings(Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("schema.registry.url", registry.url(), "max.retries", "0"));
        settings.putAll(more);
        return settings;
    }

    private AlizeAvroConverter converter(Map<String, String> more) {
        AlizeAvroConverter converter = new AlizeAvroConverter();
        converter.configure(settings(more), false);
        open.add(converter::close);
        return converter;
    }

    private byte[] written(Object record) {
        AvroSerializer<Object> serializer = new AvroSerializer<>();
        serializer.configure(settings(Map.of()), false);
        open.add(serializer::close);
        return Objects.requireNonNull(serializer.serialize(TOPIC, record));
    }

    private <T> T read(Class<T> type, byte @Nullable [] bytes) {
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(type);
        deserializer.configure(settings(Map.of()), false);
        open.add(deserializer::close);
        return Objects.requireNonNull(deserializer.deserialize(TOPIC, bytes));
    }

    private static CompletionResponse response() {
        ContentPart part =
                ContentPart.newBuilder().setType("text").setText("Bonjour").build();
        Message text =
                Message.newBuilder().setRole("assistant").setContent("Salut").build();
        Message parts = Message.newBuilder()
                .setRole("assistant")
                .setContent(List.of(part))
                .build();
        return CompletionResponse.newBuilder()
                .setRequestId("r-1")
                .setTenant("acme")
                .setStatus(Status.COMPLETED)
                .setChoices(List.of(
                        Choice.newBuilder().setIndex(0).setMessage(text).build(),
                        Choice.newBuilder().setIndex(1).setMessage(parts).build()))
                .setTimes(Times.newBuilder()
                        .setRequestedAt(Instant.ofEpochMilli(1_700_000_000_123L))
                        .build())
                .setMetadata(Map.of("order", "7"))
                .build();
    }

    @Test
    void readsWhatTheGatewayWritesAndWritesTheSameBytes() {
        AlizeAvroConverter converter = converter(Map.of());
        byte[] bytes = written(response());
        SchemaAndValue read = converter.toConnectData(TOPIC, bytes);
        Struct struct = (Struct) read.value();
        assertThat(struct.getString("status")).isEqualTo("COMPLETED");
        assertThat(struct.getStruct("times").get("requested_at")).isEqualTo(new Date(1_700_000_000_123L));
        Struct first = (Struct) struct.getArray("choices").get(0);
        assertThat(first.getStruct("message").getStruct("content").getString("string"))
                .isEqualTo("Salut");
        Struct second = (Struct) struct.getArray("choices").get(1);
        assertThat(second.getStruct("message").getStruct("content").getArray("array"))
                .hasSize(1);

        byte[] again = converter.fromConnectData(TOPIC, read.schema(), read.value());
        assertThat(again).isEqualTo(bytes);
        assertThat(read(CompletionResponse.class, again)).isEqualTo(response());
    }

    @Test
    void writesConfluentsWireFormat() {
        Schema schema = SchemaBuilder.struct()
                .name("dev.alize.schemas.Cancellation")
                .field("request_id", Schema.STRING_SCHEMA)
                .field("tenant", Schema.STRING_SCHEMA)
                .field("redrive", Schema.INT32_SCHEMA)
                .field("reason", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct struct =
                new Struct(schema).put("request_id", "r-1").put("tenant", "t").put("redrive", 1);
        byte[] bytes = converter(Map.of()).fromConnectData(TOPIC, schema, struct);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00" + "00000001" + "06722d31" + "0274" + "02" + "00");
        assertThat(read(Cancellation.class, bytes).getRequestId()).isEqualTo("r-1");
    }

    @Test
    void namesTheSchemaInAHeaderAndReadsItThere() {
        AlizeAvroConverter converter = converter(Map.of(
                "value.schema.id.serializer", "io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer"));
        RecordHeaders headers = new RecordHeaders();
        byte[] bytes = converter.fromConnectData(TOPIC, headers, Schema.STRING_SCHEMA, "abc");
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("06616263");
        assertThat(headers.lastHeader("__value_schema_id").value()).hasSize(17);
        assertThat(converter.toConnectData(TOPIC, headers, bytes))
                .isEqualTo(new SchemaAndValue(Schema.STRING_SCHEMA, "abc"));
    }

    @Test
    void plainTypesAndNullsGoBothWays() {
        AlizeAvroConverter converter = converter(Map.of());
        assertThat(converter.fromConnectData(TOPIC, Schema.OPTIONAL_STRING_SCHEMA, null))
                .isNull();
        assertThat(converter.toConnectData(TOPIC, null)).isEqualTo(SchemaAndValue.NULL);
        for (Object value : List.of("text", 7, 8L, 1.5, true)) {
            Schema schema = switch (value) {
                case String text -> Schema.OPTIONAL_STRING_SCHEMA;
                case Integer number -> Schema.INT32_SCHEMA;
                case Long number -> Schema.INT64_SCHEMA;
                case Double number -> Schema.FLOAT64_SCHEMA;
                default -> Schema.BOOLEAN_SCHEMA;
            };
            byte[] bytes = converter.fromConnectData(TOPIC, schema, value);
            assertThat(converter.toConnectData(TOPIC, bytes)).isEqualTo(new SchemaAndValue(schema, value));
        }
        byte[] raw = converter.fromConnectData(TOPIC, Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {1, 2});
        assertThat(raw).hasSize(5 + 2);
    }

    @Test
    void writesTheNewestSchemaWhereItShall() {
        written(CompletionRequest.newBuilder()
                .setRequestId("first")
                .setParametersBuilder(dev.alize.schemas.Parameters.newBuilder())
                .build());
        AlizeAvroConverter converter = converter(GIVEN);
        Schema message = SchemaBuilder.struct()
                .field("role", Schema.STRING_SCHEMA)
                .field("content", Schema.STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("outbox.Request")
                .field("request_id", Schema.STRING_SCHEMA)
                .field("messages", SchemaBuilder.array(message).build())
                .field("priority", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "parameters",
                        SchemaBuilder.struct()
                                .field("max_tokens", Schema.OPTIONAL_INT32_SCHEMA)
                                .build())
                .build();
        Struct struct = new Struct(schema)
                .put("request_id", "r-2")
                .put("messages", List.of(new Struct(message).put("role", "user").put("content", "Bonjour")))
                .put("priority", "BULK")
                .put("parameters", new Struct(schema.field("parameters").schema()).put("max_tokens", 5));
        CompletionRequest request = read(CompletionRequest.class, converter.fromConnectData(TOPIC, schema, struct));
        assertThat(request.getRequestId()).isEqualTo("r-2");
        assertThat(request.getParameters().getMaxTokens()).isEqualTo(5);
        assertThat(request.getMessages().getFirst().getContent()).isEqualTo("Bonjour");
        byte[] schemaless = converter.fromConnectData(
                TOPIC, null, Map.of("request_id", "r-3", "parameters", Map.of("temperature", 0)));
        assertThat(read(CompletionRequest.class, schemaless).getRequestId()).isEqualTo("r-3");
    }

    @Test
    void askForASchemaOnlyOnce() {
        AlizeAvroConverter converter = converter(Map.of());
        byte[] bytes = written(response());
        int before = registry.asked().size();
        for (int i = 0; i < 10; i++) {
            SchemaAndValue read = converter.toConnectData(TOPIC, bytes);
            converter.fromConnectData(TOPIC, read.schema(), read.value());
        }
        assertThat(registry.asked().size() - before).isEqualTo(2);
    }

    @Test
    void whatGoesWrongIsToldWithoutData() {
        AlizeAvroConverter converter = converter(Map.of());
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {9, 9}))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot read a value of llm.test: Got 2 bytes not in the wire format");
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {0, 0, 0, 0, 99, 1}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Schema id 99 leads to no Avro schema");
        byte[] cut = java.util.Arrays.copyOf(written(response()), 12);
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, cut))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> converter.fromConnectData(TOPIC, null, "secret"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("got data without a schema")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error_code\":401,\"message\":\"Unauthorized\"}",
                "403 | {\"error_code\":40301,\"message\":\"User is denied operation Read on Subject\"}",
                "403 | <html>Forbidden</html>",
                "404 | <html>not here</html>",
                "404 | {\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
                "404 | {\"error_code\":40401,\"message\":\"Subject not found\"}",
                "302 | {}",
                "422 | {\"error_code\":42205,\"message\":\"Subject is in read-only mode\"}",
                "503 | {}"
            })
    void aRegistryThatServesNoRecordIsAskedAgain(int status, String answer) {
        byte[] bytes = written(response());
        AlizeAvroConverter converter = converter(Map.of());
        registry.fail(status, answer);
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, bytes))
                .isInstanceOf(RetriableException.class)
                .hasMessageStartingWith("Cannot read a value of llm.test: Schema registry")
                .hasMessageContaining("got status " + status);
        assertThat(converter.toConnectData(TOPIC, bytes).value()).isInstanceOf(Struct.class);

        registry.fail(status, answer);
        assertThatThrownBy(() -> converter.fromConnectData(TOPIC, Schema.STRING_SCHEMA, "x"))
                .isInstanceOf(RetriableException.class)
                .hasMessageStartingWith("Cannot write a value of llm.test: Schema registry");
        assertThat(converter.fromConnectData(TOPIC, Schema.STRING_SCHEMA, "x")).isNotNull();

        AlizeAvroConverter given = converter(GIVEN);
        registry.fail(status, answer);
        assertThatThrownBy(() -> given.fromConnectData(TOPIC, null, Map.of())).isInstanceOf(RetriableException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "409 | {\"error_code\":409,\"message\":\"incompatible with an earlier schema\"}",
                "422 | {\"error_code\":42201,\"message\":\"invalid schema\"}"
            })
    void aSchemaThatTheRegistryRefusesIsTheRecordsFault(int status, String answer) {
        AlizeAvroConverter converter = converter(Map.of());
        registry.fail(status, answer);
        assertThatThrownBy(() -> converter.fromConnectData(TOPIC, Schema.STRING_SCHEMA, "x"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("got status " + status);
    }

    @Test
    void aSchemaThatIsNotAvroIsTheRecordsFault() {
        int json = registry.hold("{\"schema\":\"{}\",\"schemaType\":\"JSON\"}");
        byte[] bytes = {0, 0, 0, 0, (byte) json, 1};
        AlizeAvroConverter converter = converter(Map.of());
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, bytes)).isInstanceOf(DataException.class);
    }

    @Test
    void aWrongConfigurationIsRefused() {
        AlizeAvroConverter converter = new AlizeAvroConverter();
        assertThatThrownBy(() -> converter.configure(Map.of(), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> converter.configure(settings(Map.of("schemas.cache.config", "0")), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schemas.cache.config");
        assertThat(converter.config().validate(Map.of("schema.registry.url", "http://user:secret@")))
                .filteredOn(setting -> !setting.errorMessages().isEmpty())
                .singleElement()
                .satisfies(setting -> assertThat(setting.errorMessages().toString())
                        .contains("schema.registry.url", "expected an http or https URL")
                        .doesNotContain("secret"));
    }
}
