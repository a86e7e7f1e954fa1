package dev.alize.config.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
     * As YAML, with anchors and merge keys resolved.
     *
     * @throws ConfigurationException with every problem of the whole file
     */
    public static String of(Path file) {
        var unused = new ConfigurationReader().read(file);
        Map<String, Object> blocks = new LinkedHashMap<>();
        if (load(file) instanceof Map<?, ?> root) {
            for (String block : new String[] {"policies", "policy"}) {
                if (root.get(block) instanceof Map<?, ?> given) {
                    blocks.put(block, given);
                }
            }
        }
        return new Dump(DumpSettings.builder()
                        .setSchema(new CoreSchema())
                        .setDereferenceAliases(true)
                        .build())
                .dumpToString(blocks);
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
