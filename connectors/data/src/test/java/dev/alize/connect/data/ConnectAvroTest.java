package dev.alize.connect.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectAvroTest {
    private static final long SEED = 20_260_101;

    private final ConnectAvro data = new ConnectAvro(Naming.USUAL, 100);

    static List<Schema> ours() throws IOException, URISyntaxException {
        return SchemaClasses.all();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void everySchemaOfOursComesBackAsItWas(Schema schema) {
        org.apache.kafka.connect.data.Schema connect = ConnectSchemas.of(schema, Naming.USUAL);
        assertThat(AvroSchemas.of(connect, Naming.USUAL).toString(true)).isEqualTo(schema.toString(true));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void everyRecordOfOursComesBackAsItWas(Schema schema) throws IOException {
        for (Object datum : new RandomData(schema, 20, SEED)) {
            SchemaAndValue connect = data.toConnect(schema, datum);
            ConnectSchema.validateValue(connect.schema(), connect.value());
            Object back = data.toAvro(connect.schema(), connect.value(), data.schema(connect.schema()));
            assertThat(data.toConnect(schema, back).value()).as("seed " + SEED).isEqualTo(connect.value());
            assertThat(encoded(schema, back)).as("seed " + SEED).hasSameSizeAs(encoded(schema, datum));
        }
    }

    private static byte[] encoded(Schema schema, @Nullable Object datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<@Nullable Object>(schema).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    @Test
    void aUnionIsAStructWithAFieldForEachType() {
        Schema schema = Message.getClassSchema();
        org.apache.kafka.connect.data.Schema content =
                ConnectSchemas.of(schema, Naming.USUAL).field("content").schema();
        assertThat(content.name()).isEqualTo("io.confluent.connect.avro.Union");
        assertThat(content.isOptional()).isTrue();
        assertThat(content.fields().stream().map(org.apache.kafka.connect.data.Field::name))
                .containsExactly("string", "array");
    }

    @Test
    void aUnionOfConfluentsOtherKindIsReadToo() {
        org.apache.kafka.connect.data.Schema union = SchemaBuilder.struct()
                .parameter("org.apache.kafka.connect.data.Union", "avro")
                .field("connect_union_0", org.apache.kafka.connect.data.Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "connect_union_1",
                        SchemaBuilder.array(org.apache.kafka.connect.data.Schema.STRING_SCHEMA)
                                .optional()
                                .build())
                .optional()
                .build();
        Struct content = new Struct(union).put("connect_union_0", "Salut");
        Map<String, Object> message = Map.of("role", "user", "content", content);
        assertThat(new RecordReader<>(Message.class).read(message).getContent()).isEqualTo("Salut");
    }

    static List<Naming> namings() {
        return List.of(Naming.USUAL, new Naming(true, true), new Naming(false, false));
    }

    @ParameterizedTest
    @MethodSource("namings")
    void aUnionsTypeComesBackThoughItsValueCouldBeOfAnother(Naming naming) {
        ConnectAvro converter = new ConnectAvro(naming, 10);
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"All","namespace":"acme","fields":[
                {"name":"text","type":["null","string",{"type":"enum","name":"Color","symbols":["RED"]}],"default":null},
                {"name":"bytes","type":["bytes",{"type":"fixed","name":"Two","size":2}]},
                {"name":"day","type":[{"type":"int","logicalType":"date"},
                {"type":"long","logicalType":"timestamp-millis"}]}]}""");
        Schema color = schema.getField("text").schema().getTypes().get(2);
        Schema two = schema.getField("bytes").schema().getTypes().get(1);
        for (Object text : List.of(new GenericData.EnumSymbol(color, "RED"), "RED")) {
            for (Object bytes : List.of(new GenericData.Fixed(two, new byte[] {1, 2}), ByteBuffer.wrap(new byte[2]))) {
                for (Object day : List.<Object>of(20_000, 20_000L)) {
                    GenericData.Record datum = new GenericData.Record(schema);
                    datum.put("text", text);
                    datum.put("bytes", bytes);
                    datum.put("day", day);
                    SchemaAndValue read = converter.toConnect(schema, datum);
                    Schema own = converter.schema(read.schema());
                    assertThat(converter.toAvro(read.schema(), read.value(), own))
                            .isEqualTo(datum);
                }
            }
        }
    }

    @Test
    void aUnionsValueGoesToAnotherUnionByWhatItIs() {
        Schema from = new Schema.Parser().parse("[\"int\",\"string\"]");
        Schema to = new Schema.Parser().parse("[\"long\",\"boolean\"]");
        SchemaAndValue read = data.toConnect(from, 7);
        assertThat(data.toAvro(read.schema(), read.value(), to)).isEqualTo(7L);
    }

    @Test
    void anEnumIsATextThatKnowsItsSymbols() {
        org.apache.kafka.connect.data.Schema priority = ConnectSchemas.of(
                        CompletionRequest.getClassSchema(), Naming.USUAL)
                .field("priority")
                .schema();
        assertThat(priority.type()).isEqualTo(org.apache.kafka.connect.data.Schema.Type.STRING);
        assertThat(priority.parameters())
                .containsEntry("io.confluent.connect.avro.Enum", "dev.alize.schemas.Priority")
                .containsEntry("io.confluent.connect.avro.Enum.BULK", "BULK");
        assertThat(priority.defaultValue()).isEqualTo("NORMAL");
    }

    @Test
    void typesThatConnectHasAndAvroHasNotComeBack() {
        org.apache.kafka.connect.data.Schema schema = SchemaBuilder.struct()
                .name("acme.All")
                .version(3)
                .doc("All of it.")
                .field("small", SchemaBuilder.int8().defaultValue((byte) 1).build())
                .field("medium", org.apache.kafka.connect.data.Schema.OPTIONAL_INT16_SCHEMA)
                .field("when", Timestamp.builder().optional().build())
                .field("time", Time.SCHEMA)
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field(
                        "price",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "10")
                                .build())
                .field("raw", SchemaBuilder.bytes().build())
                .field(
                        "counts",
                        SchemaBuilder.map(
                                        org.apache.kafka.connect.data.Schema.INT32_SCHEMA,
                                        org.apache.kafka.connect.data.Schema.STRING_SCHEMA)
                                .build())
                .field(
                        "named",
                        SchemaBuilder.string()
                                .name("acme.Color")
                                .parameter("hue", "any")
                                .build())
                .build();
        Struct struct = new Struct(schema)
                .put("small", (byte) -7)
                .put("medium", (short) 300)
                .put("when", new Date(1_700_000_000_123L))
                .put("time", new Date(3_600_000L))
                .put("day", new Date(86_400_000L * 20_000))
                .put("price", new BigDecimal("12.50"))
                .put("raw", ByteBuffer.wrap(new byte[] {1, 2}))
                .put("counts", Map.of(1, "one"))
                .put("named", "red");
        Schema avro = data.schema(schema);
        SchemaAndValue back = data.toConnect(avro, data.toAvro(schema, struct, avro));
        assertThat(back.schema()).isEqualTo(schema);
        assertThat(back.value()).isEqualTo(struct);
        assertThat(new Schema.Parser().parse(avro.toString())).isEqualTo(avro);
    }

    @ParameterizedTest
    @CsvSource({
        "int, date, 86400007, 1",
        "int, time-millis, 3600000, 3600000",
        "long, timestamp-millis, 1700000000123, 1700000000123",
        "long, local-timestamp-millis, 1700000000123, 1700000000123",
        "long, time-micros, 3600000, 3600000000",
        "long, timestamp-micros, 1700000000123, 1700000000123000",
        "long, local-timestamp-micros, -1, -1000",
        "long, timestamp-nanos, 1700000000123, 1700000000123000000",
        "long, local-timestamp-nanos, 1, 1000000"
    })
    void aTimeHasTheUnitOfItsLogicalType(String type, String logical, long millis, long expected) {
        GenericRecord avro = (GenericRecord)
                Objects.requireNonNull(data.toAvro(null, Map.of("when", new Date(millis)), timed(type, logical)));
        assertThat(((Number) avro.get("when")).longValue()).isEqualTo(expected);
    }

    @Test
    void aTimeThatDoesNotFitItsUnitIsTold() {
        Map<String, Object> late = Map.of("when", new Date(Long.MAX_VALUE));
        assertThatThrownBy(() -> data.toAvro(null, late, timed("long", "timestamp-nanos")))
                .hasMessage("when: got a time beyond 64 bits, expected long (timestamp-nanos)");
    }

    private static Schema timed(String type, String logical) {
        return new Schema.Parser().parse("""
                {"type":"record","name":"Timed","fields":[
                {"name":"when","type":{"type":"%s","logicalType":"%s"}}]}""".formatted(type, logical));
    }

    @Test
    void dataWithoutASchemaFitTheirTarget() {
        Map<String, Object> request = Map.of(
                "request_id",
                "r-1",
                "model",
                "mistral-small-latest",
                "messages",
                List.of(
                        Map.of("role", "user", "content", "Bonjour"),
                        Map.of("role", "user", "content", List.of(Map.of("type", "text", "text", "Salut")))),
                "parameters",
                Map.of("temperature", 1, "max_tokens", 20),
                "priority",
                "BULK",
                "metadata",
                Map.of("order", "7"));
        GenericRecord avro = (GenericRecord) data.toAvro(null, request, CompletionRequest.getClassSchema());
        CompletionRequest read = new RecordReader<>(CompletionRequest.class).read(request);
        assertThat(avro).isNotNull();
        assertThat(read.getTenant()).isEqualTo("default");
        assertThat(read.getPriority()).hasToString("BULK");
        assertThat(read.getParameters().getTemperature()).isEqualTo(1.0);
        assertThat(read.getMessages().get(0).getContent()).isEqualTo("Bonjour");
        assertThat(read.getMessages().get(1).getContent()).asList().hasSize(1);
    }

    @Test
    void whatDoesNotFitIsToldWithoutItsValue() {
        Map<String, Object> request = Map.of(
                "request_id", "r-1",
                "messages", List.of(Map.of("role", 7)),
                "parameters", Map.of());
        assertThatThrownBy(() -> data.toAvro(null, request, CompletionRequest.getClassSchema()))
                .hasMessage("messages[0].role: got a Integer, expected string");
        assertThatThrownBy(() -> data.toAvro(
                        null,
                        Map.of("request_id", "r", "parameters", Map.of(), "priority", "secret"),
                        CompletionRequest.getClassSchema()))
                .hasMessage("priority: got another text, expected one of INTERACTIVE, NORMAL, BULK");
        assertThatThrownBy(() -> data.toAvro(
                        null,
                        Map.of("request_id", "r", "parameters", Map.of(), "prio", "BULK"),
                        CompletionRequest.getClassSchema()))
                .hasMessage("got a field prio, expected only those of dev.alize.schemas.CompletionRequest");
        assertThatThrownBy(() -> data.toAvro(null, Map.of(), CompletionRequest.getClassSchema()))
                .hasMessage("request_id: got null, expected string");
    }

    @Test
    void recordsOfANewerSchemaAreReadWithoutWhatIsNew() {
        org.apache.kafka.connect.data.Schema old = ConnectSchemas.of(CompletionResponse.getClassSchema(), Naming.USUAL);
        SchemaBuilder newer = SchemaBuilder.struct().name(old.name());
        old.fields().forEach(field -> newer.field(field.name(), field.schema()));
        newer.field("tomorrow", org.apache.kafka.connect.data.Schema.OPTIONAL_STRING_SCHEMA);
        Object datum = new RandomData(CompletionResponse.getClassSchema(), 1, SEED)
                .iterator()
                .next();
        Struct struct = (Struct)
                data.toConnect(CompletionResponse.getClassSchema(), datum).value();
        Struct wider = new Struct(newer.build()).put("tomorrow", "x");
        old.fields().forEach(field -> wider.put(field.name(), struct.get(field)));
        CompletionResponse read = new RecordReader<>(CompletionResponse.class).read(wider);
        assertThat(read.getRequestId()).isEqualTo(struct.get("request_id"));
    }

    @Test
    void aRecordWithinItselfComesBack() {
        Schema node = new Schema.Parser().parse("""
                {"type":"record","name":"Node","namespace":"acme","fields":[{"name":"text","type":"string"},
                {"name":"next","type":["null","Node"],"default":null},
                {"name":"all","type":{"type":"array","items":"Node"},"default":[]}]}""");
        org.apache.kafka.connect.data.Schema connect = ConnectSchemas.of(node, Naming.USUAL);
        assertThat(AvroSchemas.of(connect, Naming.USUAL)).hasToString(node.toString());
        GenericData.Record last = new GenericData.Record(node);
        last.put("text", "last");
        last.put("all", List.of());
        GenericData.Record first = new GenericData.Record(node);
        first.put("text", "first");
        first.put("next", last);
        first.put("all", List.of(last, last));
        SchemaAndValue read = data.toConnect(node, first);
        ConnectSchema.validateValue(read.schema(), read.value());
        assertThat(read.schema()).isEqualTo(ConnectSchemas.of(node, Naming.USUAL));
        assertThat(data.toAvro(read.schema(), read.value(), data.schema(read.schema())))
                .isEqualTo(first);
    }

    @Test
    void twoStructsOfOneNameAreRefused() {
        org.apache.kafka.connect.data.Schema one = SchemaBuilder.struct()
                .name("acme.One")
                .field("a", org.apache.kafka.connect.data.Schema.STRING_SCHEMA)
                .build();
        org.apache.kafka.connect.data.Schema other = SchemaBuilder.struct()
                .name("acme.One")
                .field("b", org.apache.kafka.connect.data.Schema.STRING_SCHEMA)
                .build();
        org.apache.kafka.connect.data.Schema both =
                SchemaBuilder.struct().field("one", one).field("other", other).build();
        assertThatThrownBy(() -> data.schema(both))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Two different types are called acme.One");
    }
}
