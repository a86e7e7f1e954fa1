package dev.alize.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.registry.RegistryException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroSerdeTest {
    private static final Schema OLD = SchemaBuilder.record("dev.alize.schemas.Cancellation")
            .fields()
            .requiredString("request_id")
            .endRecord();
    private static final Schema NEW = SchemaBuilder.record("dev.alize.schemas.Cancellation")
            .fields()
            .name("note")
            .type()
            .stringType()
            .stringDefault("none")
            .requiredString("request_id")
            .endRecord();

    private final FakeRegistry registry = new FakeRegistry();
    private final List<AvroSerde<?>> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(AvroSerde::close);
        registry.close();
    }

    @Test
    void writesConfluentsWireFormat() {
        byte[] bytes = write(serde(Map.of()), Samples.cancellation());
        // 0x00, id 1, "r-1" (length 3 as zigzag 06), "t", 1 as zigzag 02, branch 0 of the union
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00" + "00000001" + "06722d31" + "0274" + "02" + "00");
    }

    @Test
    void readsWhatItWrote() {
        AvroSerde<CompletionRequest> serde = serde(Map.of("specific.avro.reader", true));
        byte[] bytes = write(serde, Samples.request());
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(Samples.request());
    }

    @Test
    void readsGenericRecordsByDefault() {
        byte[] bytes = write(serde(Map.of()), Samples.request());
        GenericRecord record =
                this.<GenericRecord>serde(Map.of()).deserializer().deserialize("t", bytes);
        assertThat(record.get("request_id")).hasToString("r-1");
        assertThat(record.get("deadline")).isEqualTo(1_700_000_000_123L);
    }

    @Test
    void writesGenericRecordsOfTheSameSchemaAlike() {
        AvroSerde<GenericRecord> serde = serde(Map.of());
        byte[] bytes = write(serde(Map.of()), Samples.request());
        GenericRecord record = serde.deserializer().deserialize("t", bytes);
        assertThat(write(serde, record)).isEqualTo(bytes);
    }

    @Test
    void readsRecordsOfOlderAndNewerSchemas() {
        GenericRecord old =
                new GenericRecordBuilder(OLD).set("request_id", "r-9").build();
        GenericRecord newer = new GenericRecordBuilder(NEW)
                .set("note", "n")
                .set("request_id", "r-9")
                .build();
        AvroSerde<Cancellation> reading = serde(Map.of("specific.avro.reader", true));
        for (GenericRecord record : List.of(old, newer)) {
            Cancellation read = reading.deserializer().deserialize("t", write(serde(Map.of()), record));
            assertThat(read.getRequestId()).isEqualTo("r-9");
            assertThat(read.getTenant()).isEqualTo("default");
        }
    }

    @Test
    void nullStaysNull() {
        AvroSerde<GenericRecord> serde = serde(Map.of());
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", (byte[]) null)).isNull();
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void plainBytesStandAsTheyAre() {
        AvroSerde<Object> serde = serde(Map.of());
        byte[] raw = {1, 2, 3};
        byte[] bytes = write(serde, raw);
        assertThat(bytes).containsExactly(0, 0, 0, 0, 1, 1, 2, 3);
        assertThat(write(serde, ByteBuffer.wrap(raw))).isEqualTo(bytes);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(raw);
    }

    @Test
    void asksTheRegistryOnceForEachSchema() {
        AvroSerde<CompletionRequest> serde = serde(Map.of("specific.avro.reader", true));
        AvroSerde<CompletionRequest> other = serde(Map.of("specific.avro.reader", true));
        for (int i = 0; i < 3; i++) {
            byte[] bytes = write(serde, Samples.request());
            serde.deserializer().deserialize("t", bytes);
            other.deserializer().deserialize("t", bytes);
        }
        assertThat(lines()).containsExactly("POST /subjects/t-value/versions", "GET /schemas/ids/1");
    }

    @Test
    void asksNothingAfterPreparing() {
        AvroSerde<Cancellation> serde = serde(Map.of());
        assertThat(serde.prepare("t", Cancellation.getClassSchema())).isEqualTo(1);
        registry.close();
        assertThat(write(serde, Samples.cancellation())).hasSize(13);
    }

    @Test
    void manyThreadsMayShareOne() throws Exception {
        AvroSerde<CompletionRequest> serde = serde(Map.of("specific.avro.reader", true));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String id = "r-" + i;
                calls.add(() -> {
                    CompletionRequest request = Samples.request();
                    request.setRequestId(id.repeat(1 + id.length() * 50));
                    return request.equals(serde.deserializer().deserialize("t", write(serde, request)));
                });
            }
            for (Future<Object> same : threads.invokeAll(calls)) {
                assertThat(same.get()).isEqualTo(true);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy, false, t-value",
        "TopicNameStrategy, true, t-key",
        "RecordNameStrategy, false, dev.alize.schemas.Cancellation",
        "TopicRecordNameStrategy, false, t-dev.alize.schemas.Cancellation"
    })
    void namesTheSubject(String strategy, boolean isKey, String subject) {
        String setting = isKey ? "key.subject.name.strategy" : "value.subject.name.strategy";
        AvroSerde<Cancellation> serde = new AvroSerde<>();
        open.add(serde);
        serde.configure(
                settings(
                        Map.of(setting, SubjectNames.valueOf(constant(strategy)).className())),
                isKey);
        write(serde, Samples.cancellation());
        assertThat(lines()).containsExactly("POST /subjects/" + subject + "/versions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"value.subject.name.strategy", "auto.register.schemas", "use.schema.id"})
    void aWrongValueIsRefusedByName(String setting) {
        assertThatThrownBy(() -> serde(Map.of(setting, "wrong")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("wrong");
    }

    @Test
    void looksUpWhereItMustNotRegister() {
        AvroSerde<Cancellation> serde = serde(Map.of("auto.register.schemas", "false", "normalize.schemas", "true"));
        assertThatThrownBy(() -> write(serde, Samples.cancellation()))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Cannot write dev.alize.schemas.Cancellation to t")
                .cause()
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.code()).isEqualTo(40401));
        write(serde(Map.of()), Samples.cancellation());
        assertThat(write(serde, Samples.cancellation())).startsWith(0, 0, 0, 0, 1);
        assertThat(lines().get(0)).isEqualTo("POST /subjects/t-value?normalize=true");
    }

    @Test
    void writesAsTheNewestSchemaOfTheSubjectHasIt() {
        write(
                serde(Map.of()),
                new GenericRecordBuilder(NEW).set("request_id", "x").build());
        AvroSerde<Cancellation> serde = serde(Map.of("auto.register.schemas", false, "use.latest.version", true));
        byte[] bytes = write(serde, Samples.cancellation());
        // fields in the order of the newest schema: note "none", then request_id
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00" + "00000001" + "086e6f6e65" + "06722d31");
    }

    @Test
    void refusesANewestSchemaThatCannotHoldTheRecord() {
        Schema strange = SchemaBuilder.record("dev.alize.schemas.Cancellation")
                .fields()
                .requiredInt("request_id")
                .endRecord();
        write(
                serde(Map.of()),
                new GenericRecordBuilder(strange).set("request_id", 1).build());
        AvroSerde<Cancellation> serde = serde(Map.of("auto.register.schemas", false, "use.latest.version", true));
        assertThatThrownBy(() -> write(serde, Samples.cancellation()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("latest.compatibility.strict=false");
    }

    @Test
    void writesWithTheSchemaOfAGivenId() {
        write(
                serde(Map.of()),
                new GenericRecordBuilder(OLD).set("request_id", "x").build());
        AvroSerde<Cancellation> serde = serde(Map.of("auto.register.schemas", false, "use.schema.id", 1));
        assertThat(HexFormat.of().formatHex(write(serde, Samples.cancellation())))
                .isEqualTo("00" + "00000001" + "06722d31");
    }

    @Test
    void registersWithoutJavaPropertiesWhereAsked() {
        write(serde(Map.of("avro.remove.java.properties", true)), Samples.cancellation());
        GenericRecord record = this.<GenericRecord>serde(Map.of())
                .deserializer()
                .deserialize("t", write(serde(Map.of("avro.remove.java.properties", true)), Samples.cancellation()));
        assertThat(record.getSchema().toString()).doesNotContain("avro.java.string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "00", "0000000001", "0100000001067220", "00ffffffff00", "7b7d7b7d7b7d", "000000000106722d"})
    void whatIsDamagedIsRefused(String hex) {
        AvroSerde<Cancellation> serde = serde(Map.of("specific.avro.reader", true));
        serde.prepare("t", Cancellation.getClassSchema());
        assertThatThrownBy(() ->
                        serde.deserializer().deserialize("t", HexFormat.of().parseHex(hex)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void aLengthThatWouldFillTheHeapIsRefused() {
        AvroSerde<CompletionRequest> serde = serde(Map.of("specific.avro.reader", true));
        byte[] bytes = write(serde, Samples.request());
        for (int at = Framing.ID_BYTES; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            Arrays.fill(damaged, at, Math.min(at + 4, bytes.length), (byte) 0xff);
            try {
                serde.deserializer().deserialize("t", damaged);
            } catch (SerializationException e) {
                assertThat(e).hasMessageNotContaining("Bonjour");
            }
        }
    }

    @Test
    void furtherBytesAreRefusedOnlyWhereAsked() {
        byte[] bytes = write(serde(Map.of()), Samples.cancellation());
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThat(serde(Map.of()).deserializer().deserialize("t", longer)).isNotNull();
        assertThatThrownBy(() -> serde(Map.of("avro.fail.on.trailing.data", true))
                        .deserializer()
                        .deserialize("t", longer))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("more bytes");
    }

    @Test
    void aRecordOfAnotherKindIsRefused() {
        try (SerdeContext context = SerdeContext.of(settings(Map.of()))) {
            byte[] bytes = write(serde(Map.of()), Samples.cancellation());
            AvroDeserializer<CompletionRequest> reading =
                    new AvroDeserializer<>(context, CompletionRequest.class, false);
            assertThatThrownBy(() -> reading.deserialize("t", bytes))
                    .isInstanceOf(SerializationException.class)
                    .hasMessage("Got a record of schema dev.alize.schemas.Cancellation,"
                            + " expected dev.alize.schemas.CompletionRequest");
        }
    }

    @Test
    void whatIsNoRecordIsRefused() {
        AvroSerde<Object> serde = serde(Map.of());
        assertThatThrownBy(() -> write(serde, "secret"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aRecordWithAMissingFieldIsRefusedByItsName() {
        AvroSerde<CompletionRequest> serde = serde(Map.of());
        CompletionRequest request = Samples.request();
        request.setRequestId(null);
        assertThatThrownBy(() -> write(serde, request))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("CompletionRequest.request_id");
        assertThat(write(serde, Samples.request())).isNotEmpty();
    }

    @Test
    void aRegistryThatIsDownIsTheCauseOfTheFailure() {
        AvroSerde<Cancellation> serde = serde(Map.of("max.retries", 0));
        registry.fail(503, "");
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 9, 1}))
                .isInstanceOf(SerializationException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.isTransient()).isTrue());
    }

    private static String constant(String strategy) {
        return switch (strategy) {
            case "RecordNameStrategy" -> "RECORD";
            case "TopicRecordNameStrategy" -> "TOPIC_RECORD";
            default -> "TOPIC";
        };
    }

    private <T> AvroSerde<T> serde(Map<String, ?> settings) {
        AvroSerde<T> serde = new AvroSerde<>();
        open.add(serde);
        serde.configure(settings(settings), false);
        return serde;
    }

    private Map<String, Object> settings(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("schema.registry.url", registry.url()));
        all.putAll(settings);
        return all;
    }

    private List<String> lines() {
        return registry.asked().stream().map(FakeRegistry.Asked::line).toList();
    }

    private static <T> byte[] write(AvroSerde<T> serde, T record) {
        return Objects.requireNonNull(serde.serializer().serialize("t", record));
    }
}
