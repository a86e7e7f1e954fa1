package dev.alize.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.connect.data.ConnectAvro;
import dev.alize.connect.data.Naming;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.UsageRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqlColumnsTest {
    private static final long SEED = 20_260_102;
    private static final Schema VERDICT = SchemaBuilder.struct()
            .name("Verdict")
            .field("policy", Schema.STRING_SCHEMA)
            .field("score", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    private static final Schema ATTEMPT = SchemaBuilder.struct()
            .name("Attempt")
            .optional()
            .field("number", Schema.INT32_SCHEMA)
            .field("resends", SchemaBuilder.int32().defaultValue(0).build())
            .field("started_at", Timestamp.builder().optional().build())
            .field(
                    "limits",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .build())
            .build();
    private static final Schema EVENT = SchemaBuilder.struct()
            .name("Event")
            .field("at", Timestamp.SCHEMA)
            .field("redrive", SchemaBuilder.int32().defaultValue(0).build())
            .field("verdicts", SchemaBuilder.array(VERDICT).build())
            .field("attempt", ATTEMPT)
            .build();
    private static final Date AT = Date.from(Instant.parse("2026-11-22T10:00:00.123Z"));

    private final SqlColumns<SinkRecord> columns = columns("Event");

    private static SqlColumns<SinkRecord> columns(String recordName) {
        SqlColumns<SinkRecord> columns = new SqlColumns<>();
        columns.configure(Map.of("record.name", recordName));
        return columns;
    }

    private Struct row(Struct event) {
        SinkRecord record = new SinkRecord("llm.audit", 3, Schema.STRING_SCHEMA, "k", EVENT, event, 17L);
        SinkRecord made = columns.apply(record);
        assertThat(made.key()).isEqualTo("k");
        assertThat(made.kafkaOffset()).isEqualTo(17L);
        return (Struct) made.value();
    }

    private static Struct event() {
        return new Struct(EVENT)
                .put("at", AT)
                .put("redrive", 1)
                .put("verdicts", List.of(new Struct(VERDICT).put("policy", "dlp \"x\"")));
    }

    @Test
    void whatIsWithinBecomesColumnsOrJson() {
        Struct row = row(event().put(
                        "attempt",
                        new Struct(ATTEMPT)
                                .put("number", 2)
                                .put("resends", 0)
                                .put("started_at", AT)
                                .put("limits", Map.of("remaining", "7"))));
        assertThat(row.schema().fields())
                .extracting(Field::name)
                .containsExactly(
                        "at",
                        "redrive",
                        "verdicts",
                        "attempt_number",
                        "attempt_resends",
                        "attempt_started_at",
                        "attempt_limits");
        assertThat(row.get("at")).isEqualTo("2026-11-22T10:00:00.123Z");
        assertThat(row.get("redrive")).isEqualTo(1);
        assertThat(row.get("verdicts")).isEqualTo("[{\"policy\":\"dlp \\\"x\\\"\"}]");
        assertThat(row.get("attempt_number")).isEqualTo(2);
        assertThat(row.get("attempt_started_at")).isEqualTo("2026-11-22T10:00:00.123Z");
        assertThat(row.get("attempt_limits")).isEqualTo("{\"remaining\":\"7\"}");
    }

    @Test
    void whatIsWithinAnAbsentRecordIsNullAndHasNoDefault() {
        Struct row = row(event());
        assertThat(row.get("attempt_resends")).isNull();
        assertThat(row.schema().field("attempt_number").schema().isOptional()).isTrue();
        assertThat(row.schema().field("redrive").schema().defaultValue()).isEqualTo(0);
        assertThat(row.schema().field("redrive").schema().isOptional()).isFalse();
    }

    @Test
    void columnsHaveTheNamesOfDebeziumsTypes() {
        Schema schema = row(event()).schema();
        assertThat(schema.field("at").schema().name()).isEqualTo("io.debezium.time.ZonedTimestamp");
        assertThat(schema.field("verdicts").schema().name()).isEqualTo("io.debezium.data.Json");
        assertThat(schema.field("verdicts").schema().isOptional()).isTrue();
        assertThat(row(event()).schema()).isSameAs(schema);
    }

    @Test
    void whatADatabaseRefusesInATextIsReplaced() {
        Schema schema = SchemaBuilder.struct()
                .name("Event")
                .field("text", Schema.STRING_SCHEMA)
                .field("verdicts", SchemaBuilder.array(VERDICT).build())
                .field(
                        "details",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .build();
        Struct struct = new Struct(schema)
                .put("text", "a\0b\\u0000")
                .put("verdicts", List.of(new Struct(VERDICT).put("policy", "\0")))
                .put("details", Map.of("k\0", "v\0"));
        Struct row = (Struct) columns.apply(new SinkRecord("llm.audit", 0, null, null, schema, struct, 1L))
                .value();
        assertThat(row.get("text")).isEqualTo("a\uFFFDb\\u0000");
        assertThat(row.get("verdicts")).isEqualTo("[{\"policy\":\"\uFFFD\"}]");
        assertThat(row.get("details")).isEqualTo("{\"k\uFFFD\":\"v\uFFFD\"}");
    }

    @Test
    void aRecordWithoutAValueStaysAsItIs() {
        SinkRecord deletion = new SinkRecord("llm.usage", 0, Schema.STRING_SCHEMA, "k", null, null, 1L);
        assertThat(columns.apply(deletion)).isSameAs(deletion);
    }

    @Test
    void aTextIsNoRecord() {
        SinkRecord text = new SinkRecord("llm.audit", 0, null, null, Schema.STRING_SCHEMA, "confidential", 1L);
        assertThatThrownBy(() -> columns.apply(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("llm.audit")
                .hasMessageNotContaining("confidential");
    }

    @Test
    void aRecordOfAnotherNameIsRefused() {
        for (String name : Arrays.asList("acme.Order", null)) {
            Schema order = SchemaBuilder.struct()
                    .name(name)
                    .field("at", Schema.STRING_SCHEMA)
                    .build();
            Struct struct = new Struct(order).put("at", "confidential");
            SinkRecord record = new SinkRecord("llm.audit", 0, null, null, order, struct, 1L);
            assertThatThrownBy(() -> columns.apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessage("A value of llm.audit is a record " + name + "; expected Event (record.name)");
        }
    }

    @Test
    void theNameOfTheRecordsMustBeSet() {
        assertThatThrownBy(() -> new SqlColumns<SinkRecord>().configure(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("record.name");
        assertThatThrownBy(() -> columns("")).isInstanceOf(ConfigException.class);
    }

    @Test
    void aRecordWithinItselfHasNoEndAndIsRefused() {
        org.apache.avro.Schema node = new org.apache.avro.Schema.Parser().parse("""
                {"type":"record","name":"Node","fields":[{"name":"text","type":"string"},
                {"name":"more","type":{"type":"record","name":"More","fields":[
                {"name":"next","type":["null","Node"],"default":null}]}}]}""");
        assertThatThrownBy(() -> Columns.of(connect(node, null).schema()))
                .isInstanceOf(DataException.class)
                .hasMessage("Field more.next is a record Node within itself; expected one whose columns have an end");
    }

    @Test
    void aRecordMayBeThereTwice() {
        Schema schema = SchemaBuilder.struct()
                .field("first", ATTEMPT)
                .field("second", ATTEMPT)
                .build();
        assertThat(Columns.of(schema)).extracting(Column::name).contains("first_number", "second_number");
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        Schema schema = SchemaBuilder.struct()
                .field("attempt_number", Schema.INT32_SCHEMA)
                .field("attempt", ATTEMPT)
                .build();
        assertThatThrownBy(() -> Columns.of(schema))
                .isInstanceOf(DataException.class)
                .hasMessage("Fields attempt_number and attempt.number would both be the column attempt_number");
    }

    static List<org.apache.avro.Schema> tables() {
        return List.of(AuditEvent.getClassSchema(), UsageRow.getClassSchema());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatTheGatewayWritesBecomesRows(org.apache.avro.Schema avro) {
        for (Object datum : new RandomData(avro, 20, SEED)) {
            SchemaAndValue event = connect(avro, datum);
            SinkRecord record = new SinkRecord("llm", 0, null, null, event.schema(), event.value(), 1L);
            SinkRecord row = columns(avro.getFullName()).apply(record);
            ConnectSchema.validateValue(row.valueSchema(), row.value());
            assertThat(row.valueSchema().fields())
                    .as("seed " + SEED)
                    .extracting(Field::name)
                    .doesNotContain("kafka_partition", "kafka_offset", "usage_key")
                    .doesNotHaveDuplicates();
            assertThat(row.valueSchema().fields())
                    .extracting(field -> field.schema().type())
                    .doesNotContain(Schema.Type.STRUCT, Schema.Type.ARRAY, Schema.Type.MAP);
        }
    }

    private static SchemaAndValue connect(org.apache.avro.Schema avro, @Nullable Object datum) {
        return new ConnectAvro(Naming.USUAL, 10).toConnect(avro, datum);
    }
}
