package dev.alize.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Priority;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.serde.AvroDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFromChatTest {
    private static final String TOPIC = "llm.requests";
    private static final String BODY = "{\"messages\":[{\"role\":\"user\",\"content\":\"confidential\"}],\"n\":2}";

    private final FakeRegistry registry = new FakeRegistry();
    private final RequestFromChat<SourceRecord> transform = new RequestFromChat<>();
    private final AvroDeserializer<CompletionRequest> reader = new AvroDeserializer<>(CompletionRequest.class);

    @BeforeEach
    void configure() {
        transform.configure(settings(Map.of("tenant", "shop", "request.max.bytes", "3000")));
        reader.configure(Map.of("schema.registry.url", registry.url()), false);
    }

    @AfterEach
    void close() {
        transform.close();
        reader.close();
        registry.close();
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("schema.registry.url", registry.url());
        settings.put("max.retries", "0");
        return settings;
    }

    private static SourceRecord row(@Nullable String payload) {
        SourceRecord record = new SourceRecord(
                Map.of(),
                Map.of(),
                TOPIC,
                null,
                Schema.STRING_SCHEMA,
                "k",
                Schema.OPTIONAL_STRING_SCHEMA,
                payload,
                1_700_000_000_000L);
        record.headers().addString("id", "r-1");
        return record;
    }

    private CompletionRequest request(SourceRecord made) {
        return Objects.requireNonNull(reader.deserialize(TOPIC, (byte[]) made.value()));
    }

    private SourceRecord applied(SourceRecord row) {
        return transform.apply(row);
    }

    @Test
    void aBodyIsARequestByTheRowsId() {
        SourceRecord made = applied(row(BODY));
        assertThat(made.topic()).isEqualTo(TOPIC);
        assertThat(made.key()).isEqualTo("r-1");
        assertThat(made.timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(made.headers()).isEmpty();
        CompletionRequest request = request(made);
        assertThat(request.getRequestId()).isEqualTo("r-1");
        assertThat(request.getTenant()).isEqualTo("shop");
        assertThat(request.getPriority()).isEqualTo(Priority.NORMAL);
        assertThat(request.getMessages().getFirst().getContent()).isEqualTo("confidential");
        assertThat(request.getParameters().getN()).isEqualTo(2);
        assertThat(applied(row(BODY)).value()).isEqualTo(made.value());
    }

    @Test
    void headersSayTheRest() {
        SourceRecord row = row("{\"prompt\":\"a\",\"suffix\":\"b\"}");
        row.headers()
                .addString("tenant", "acme")
                .addString("subject", "s-9")
                .addString("priority", "Bulk")
                .addString("ordering_key", "cart-7")
                .addString("deadline", "2026-11-22T10:00:00.5+01:00")
                .addString("metadata", "{\"alize.callback_url\":\"https://shop/in\"}")
                .addString("endpoint", "fim")
                .addBoolean("cache", false)
                .addString("traceparent", "00-1-2-01")
                .add("empty", null, Schema.OPTIONAL_STRING_SCHEMA);
        SourceRecord made = applied(row);
        assertThat(made.key()).isEqualTo("cart-7");
        assertThat(made.headers())
                .hasSize(1)
                .allSatisfy(header -> assertThat(header.key()).isEqualTo("traceparent"));
        CompletionRequest request = request(made);
        assertThat(request.getTenant()).isEqualTo("acme");
        assertThat(request.getSubject()).isEqualTo("s-9");
        assertThat(request.getPriority()).isEqualTo(Priority.BULK);
        assertThat(request.getOrderingKey()).isEqualTo("cart-7");
        assertThat(request.getDeadline()).isEqualTo(Instant.parse("2026-11-22T09:00:00.500Z"));
        assertThat(request.getMetadata()).containsEntry("alize.callback_url", "https://shop/in");
        assertThat(request.getEndpoint()).isEqualTo(Endpoint.FIM);
        assertThat(request.getCache()).isFalse();
        assertThat(request.getSuffix()).isEqualTo("b");
    }

    @Test
    void columnsThatAreNullCountAsAbsent() {
        SourceRecord row = row(BODY);
        for (String column : OutboxRow.COLUMNS) {
            if (!column.equals("id")) {
                row.headers().add(column, null, Schema.OPTIONAL_STRING_SCHEMA);
            }
        }
        assertThat(applied(row).value()).isEqualTo(applied(row(BODY)).value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{confidential | payload: got 13 bytes that are no JSON; expected one JSON value",
                "[] | payload: got an empty list; expected an object",
                "{\"messages\":[{\"content\":\"confidential\"}]} | payload.messages[0].role: got nothing; expected a role",
                "| payload: got nothing; expected JSON as text"
            })
    void anotherPayloadIsADeadLetterWithItsCause(@Nullable String payload, String cause) {
        SourceRecord made = applied(row(payload));
        assertThat(made.topic()).isEqualTo("llm.outbox-dead-letters");
        assertThat(made.key()).isEqualTo("r-1");
        assertThat(made.value()).isEqualTo(payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
        assertThat(made.headers().lastWithName("id").value()).isEqualTo("r-1");
        assertThat(made.headers().lastWithName(RequestFromChat.MEANT_FOR).value())
                .isEqualTo(TOPIC);
        assertThat((String) made.headers().lastWithName(RequestFromChat.CAUSE).value())
                .startsWith(cause)
                .doesNotContain("confidential");
    }

    @ParameterizedTest
    @CsvSource({
        "priority, soon, priority: got another text; expected one of interactive",
        "deadline, 2026-11-22 10:00, deadline: got another text; expected a time with its zone",
        "metadata, [], metadata: got another JSON value; expected an object of texts",
        "cache, yes, cache: got a value of type String; expected a boolean",
        "tenant, '', tenant: got nothing; expected 1 to 256",
        "ordering_key, '', ordering_key: got 0 characters; expected 1 to 1024"
    })
    void anotherColumnIsADeadLetterWithItsCause(String column, String value, String cause) {
        SourceRecord row = row(BODY);
        row.headers().addString(column, value);
        SourceRecord made = applied(row);
        assertThat(made.topic()).isEqualTo("llm.outbox-dead-letters");
        assertThat((String) made.headers().lastWithName(RequestFromChat.CAUSE).value())
                .startsWith(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "ordering_key, 1024, true",
        "ordering_key, 1025, false",
        "subject, 256, true",
        "subject, 257, false",
        "tenant, 257, false"
    })
    void textsAreBoundedAsInTheGateway(String column, int length, boolean isRequest) {
        SourceRecord row = row(BODY);
        row.headers().addString(column, "x".repeat(length));
        SourceRecord made = applied(row);
        assertThat(made.topic()).isEqualTo(isRequest ? TOPIC : "llm.outbox-dead-letters");
        assertThat(made.headers().lastWithName(column) == null).isEqualTo(isRequest);
    }

    @Test
    void keyAndHeadersCountAsThePayloadDoes() {
        SourceRecord row = row(BODY);
        row.headers().addString("traceparent", "x".repeat(3_000));
        SourceRecord made = applied(row);
        assertThat((String) made.headers().lastWithName(RequestFromChat.CAUSE).value())
                .matches("payload: got a request of 3\\d\\d\\d bytes; expected at most 3000");
        assertThat(made.value()).isNotNull();
        assertThat(made.headers().lastWithName("traceparent")).isNull();
        assertThat(made.headers().lastWithName("id").value()).isEqualTo("r-1");
    }

    @Test
    void anIdOfAnyLengthIsCutInItsDeadLetter() {
        SourceRecord row = row(BODY);
        row.headers().remove("id").addString("id", "i".repeat(1_000_000));
        row.headers().addString("metadata", "m".repeat(1_000_000));
        SourceRecord made = applied(row);
        assertThat(made.key()).isEqualTo("i".repeat(256));
        assertThat(made.value()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(made.headers().lastWithName("id")).isNull();
        assertThat(made.headers().lastWithName("metadata")).isNull();
    }

    @Test
    void anIdOfTwoLinesIsADeadLetter() {
        SourceRecord row = row(BODY);
        row.headers().remove("id").addString("id", "a\nb");
        SourceRecord made = applied(row);
        assertThat(made.topic()).isEqualTo("llm.outbox-dead-letters");
        assertThat(made.key()).isEqualTo("a b");
        assertThat((String) made.headers().lastWithName(RequestFromChat.CAUSE).value())
                .startsWith("id: got a control character");
    }

    @Test
    void aLargeRequestIsADeadLetterWithoutItsPayload() {
        SourceRecord made = applied(row(BODY.replace("confidential", "x".repeat(3_000))));
        assertThat(made.value()).isNull();
        assertThat((String) made.headers().lastWithName(RequestFromChat.CAUSE).value())
                .matches("payload: got a request of 30\\d\\d bytes; expected at most 3000");
    }

    @Test
    void heartbeatsGoOnAsBytesSoThatTheirOffsetsAreStored() {
        Schema heartbeat = SchemaBuilder.struct()
                .name("io.debezium.connector.common.Heartbeat")
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();
        Struct beat = new Struct(heartbeat).put("ts_ms", 17L);
        SourceRecord made =
                applied(new SourceRecord(Map.of(), Map.of("lsn", 5L), "__debezium-heartbeat.outbox", heartbeat, beat));
        assertThat(made.topic()).isEqualTo("__debezium-heartbeat.outbox");
        assertThat(made.key()).isNull();
        assertThat(made.value()).isEqualTo("17".getBytes(StandardCharsets.UTF_8));
        assertThat(made.sourceOffset()).isEqualTo(Map.of("lsn", 5L));
    }

    @Test
    void otherRecordsAreRefused() {
        assertThatThrownBy(() -> transform.apply(
                        new SourceRecord(Map.of(), Map.of(), TOPIC, Schema.STRING_SCHEMA, "confidential")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("EventRouter")
                .hasMessageNotContaining("confidential");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsWaitedFor() {
        registry.close();
        assertThatThrownBy(() -> transform.apply(row(BODY))).isInstanceOf(RetriableException.class);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> transform.configure(settings(Map.of("tenant", ""))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 to 256");
        assertThatThrownBy(() -> transform.configure(Map.of("schema.registry.url", "nowhere")))
                .isInstanceOf(ConfigException.class);
    }
}
