package dev.alize.config.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The blocks {@code policies} and {@code policy} of a configuration, to be put into another one. */
public final class PolicyBlocks {
    private PolicyBlocks() {}

    /**
     * As YAML, with anchors and merge keys resolved, and files by their absolute paths.
     *
     * @throws ConfigurationException with every problem of the whole file
     */
    public static String of(Path file) {
        var unused = new ConfigurationReader().read(file);
        Map<String, Object> blocks = new LinkedHashMap<>();
        Path directory = file.toAbsolutePath().resolveSibling("");
        if (load(file) instanceof Map<?, ?> root) {
            for (String block : new String[] {"policies", "policy"}) {
                if (root.get(block) instanceof Map<?, ?> given) {
                    blocks.put(block, anywhere(given, directory));
                }
            }
        }
        return new Dump(DumpSettings.builder()
                        .setSchema(new CoreSchema())
                        .setDereferenceAliases(true)
                        .build())
                .dumpToString(blocks);
    }

    /** The same with files named so that they are found from any directory. */
    private static Object anywhere(Object value, Path directory) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, entry) -> copy.put(
                        key,
                        key.equals("file") && entry instanceof String path
                                ? directory.resolve(path).toString()
                                : anywhere(entry, directory)));
                yield copy;
            }
            case List<?> list ->
                list.stream().map(entry -> anywhere(entry, directory)).toList();
            default -> value;
        };
    }

    private static Object load(Path file) {
        try {
            return new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
