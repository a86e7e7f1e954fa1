package dev.alize.config.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/** From a file or a text to its outermost map; nothing, and a reported problem, where it cannot be read or parsed. */
public final class YamlFile {
    private YamlFile() {}

    /** Reads a file in UTF-8. */
    public static Optional<YamlMap> read(Path file, YamlReading reading) {
        return text(file, reading).flatMap(text -> parse(text, reading));
    }

    /** Parses a text; one without any value is an empty map. */
    public static Optional<YamlMap> parse(String text, YamlReading reading) {
        return value(text, reading).map(YamlValue::map);
    }

    /** Parses a text that may hold a value of any type; one without any value is an empty map. */
    public static Optional<YamlValue> value(String text, YamlReading reading) {
        LoadSettings settings = LoadSettings.builder().setSchema(new Yaml12()).build();
        try {
            Node root = new Compose(settings).composeString(text).orElse(Entries.NONE);
            return Optional.of(new YamlValue(reading, "", root));
        } catch (MarkedYamlEngineException e) {
            reading.report(e.getProblemMark().map(Lines::of).orElse(1), "", syntax(e));
        } catch (YamlEngineException e) {
            reading.report(1, "", "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Without the snippet of the parser's own message: the line may hold a secret. */
    private static String syntax(MarkedYamlEngineException e) {
        String column = e.getProblemMark()
                .map(mark -> "column " + (mark.getColumn() + 1) + ": ")
                .orElse("");
        return column + "not YAML: " + e.getProblem();
    }

    private static Optional<String> text(Path file, YamlReading reading) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (IOException e) {
            reading.report(0, "", reason(file, e));
            return Optional.empty();
        }
    }

    private static String reason(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file; expected a YAML file";
            case AccessDeniedException denied -> "cannot be read: permission denied";
            case CharacterCodingException coding -> "is not text in UTF-8";
            default ->
                Files.isDirectory(file) ? "is a directory; expected a YAML file" : "cannot be read: " + e.getMessage();
        };
    }

    /** YAML 1.2's core schema without merging, which {@link Entries} does: the parser's own never ends on a cycle. */
    private record Yaml12() implements Schema {
        private static final boolean MERGE = false;

        @Override
        public ScalarResolver getScalarResolver() {
            return new CoreScalarResolver(MERGE);
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }
}
