package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;

class BodyHashTest {
    private static final String NOW = """
            {"type": "record", "name": "Body", "fields": [
              {"name": "text", "type": "string"},
              {"name": "list", "type": ["null", {"type": "array", "items": "string"}], "default": null}]}
            """;
    private static final String LATER = """
            {"type": "record", "name": "Body", "fields": [
              {"name": "text", "type": "string"},
              {"name": "map", "type": {"type": "map", "values": "string"}, "default": {}},
              {"name": "flag", "type": "boolean", "default": false},
              {"name": "number", "type": ["null", "long"], "default": null},
              {"name": "list", "type": ["null", {"type": "array", "items": "string"}], "default": null}]}
            """;

    private static GenericData.Record record(String schema) {
        GenericData.Record record = new GenericData.Record(new Schema.Parser().parse(schema));
        record.put("text", "hello");
        return record;
    }

    private static String hash(IndexedRecord record) {
        return BodyHash.of(record, null);
    }

    @Test
    void doesNotChangeWhenTheSchemaGetsFieldsThatABodyDoesNotUse() {
        GenericData.Record later = record(LATER);
        later.put("map", Map.of());
        later.put("flag", false);
        assertThat(hash(later)).isEqualTo(hash(record(NOW)));
        later.put("flag", true);
        assertThat(hash(later)).isNotEqualTo(hash(record(NOW)));
    }

    @Test
    void tellsAnEmptyListFromNone() {
        GenericData.Record empty = record(NOW);
        empty.put("list", List.of());
        assertThat(hash(empty)).isNotEqualTo(hash(record(NOW)));
    }

    @Test
    void tellsWhereATextEnds() {
        GenericData.Record one = record(NOW);
        one.put("list", List.of("ab", "c"));
        GenericData.Record other = record(NOW);
        other.put("list", List.of("a", "bc"));
        assertThat(hash(one)).isNotEqualTo(hash(other));
    }

    @Test
    void tellsCallbacksApart() {
        assertThat(BodyHash.of(record(NOW), "https://example.org/a"))
                .isNotEqualTo(BodyHash.of(record(NOW), "https://example.org/b"))
                .isNotEqualTo(hash(record(NOW)));
    }

    /** Instances of two versions run side by side, and answer each other's repeats. */
    @Test
    void staysWhatItIs() {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\",\"x\":1}],\"temperature\":0.5,"
                        + "\"stop\":\"a\",\"seed\":1,\"user\":\"u\",\"stream\":false}";
        ParsedBody parsed = ParsedBody.read(body.getBytes(StandardCharsets.UTF_8), Endpoint.CHAT, false, true);
        assertThat(((ParsedBody.Accepted) parsed).body().hash()).isEqualTo("Ug0JUts1LJyDHi3oEfHQkg");
    }
}
