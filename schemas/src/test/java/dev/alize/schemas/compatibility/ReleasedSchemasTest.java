package dev.alize.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedSchemasTest {
    private static final Path RELEASED = Path.of("src", "main", "avro", "released");

    static List<Schema> topLevel() {
        return TopLevelSchemas.ALL;
    }

    @ParameterizedTest
    @MethodSource("topLevel")
    void readsAndIsReadByEveryRelease(Schema today) throws IOException {
        List<Path> copies = copies(today.getName() + ".avsc");
        assertThat(copies).isNotEmpty();
        for (Path copy : copies) {
            Schema released = new Schema.Parser().parse(Files.readString(copy));
            assertThat(Compatibility.problems(today, released))
                    .as(copy.toString())
                    .isEmpty();
        }
    }

    @Test
    void everyReleasedRecordIsStillThere() throws IOException {
        Set<String> today = new HashSet<>();
        TopLevelSchemas.ALL.forEach(schema -> today.add(schema.getName() + ".avsc"));
        try (Stream<Path> files = Files.walk(RELEASED)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.endsWith(".avsc"))
                    .isNotEmpty()
                    .isSubsetOf(today);
        }
    }

    /** Changes that must not pass, made to a schema by replacing a piece of its text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "name" : "request_id"     | "name" : "id"
                    "name" : "Cancellation"   | "name" : "Cancel"
                    "type" : "int"            | "type" : "long"
                    "fields" : [              | "fields" : [ {"name":"new","type":"int"},
                    "type" : [ "null", {      | "type" : [ "null", "int", {
                    """)
    void aBreakingChangeIsSeen(String before, String after) {
        Schema released = Cancellation.getClassSchema();
        String text = released.toString(true);
        assertThat(text).contains(before);
        Schema today = new Schema.Parser().parse(text.replace(before, after));
        assertThat(Compatibility.problems(today, released)).isNotEmpty();
        assertThat(Compatibility.problems(released, today)).isNotEmpty();
    }

    @Test
    void aNewFieldWithADefaultPasses() {
        Schema released = Cancellation.getClassSchema();
        String field = "\"fields\" : [ {\"name\":\"note\",\"type\":\"string\",\"default\":\"\"},";
        Schema today = new Schema.Parser().parse(released.toString(true).replaceFirst("\"fields\" : \\[", field));
        assertThat(Compatibility.problems(today, released)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("topLevel")
    void everythingIsDocumented(Schema schema) {
        List<String> undocumented = new ArrayList<>();
        document(schema, undocumented, new HashSet<>());
        assertThat(undocumented).isEmpty();
    }

    private static void document(Schema schema, List<String> undocumented, Set<String> seen) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(type -> document(type, undocumented, seen));
            case ARRAY -> document(schema.getElementType(), undocumented, seen);
            case MAP -> document(schema.getValueType(), undocumented, seen);
            case ENUM, FIXED -> note(schema.getDoc(), schema.getFullName(), undocumented);
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    note(schema.getDoc(), schema.getFullName(), undocumented);
                    for (Schema.Field field : schema.getFields()) {
                        note(field.doc(), schema.getFullName() + "." + field.name(), undocumented);
                        document(field.schema(), undocumented, seen);
                    }
                }
            }
            default -> {}
        }
    }

    private static void note(@Nullable String doc, String name, List<String> undocumented) {
        if (doc == null || doc.isBlank()) {
            undocumented.add(name);
        }
    }

    private static List<Path> copies(String name) throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .toList();
        }
    }
}
