package dev.alize.connect.data;

import dev.alize.schemas.CompletionRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The schemas of all generated records. */
final class SchemaClasses {
    private SchemaClasses() {}

    static List<Schema> all() throws IOException, URISyntaxException {
        Path source = Path.of(CompletionRequest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(source)) {
            return within(source);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + source.toUri()), java.util.Map.of())) {
            return within(jar.getPath("/"));
        }
    }

    private static List<Schema> within(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("dev/alize/schemas"))) {
            return files.map(file -> Objects.toString(file.getFileName()))
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .map(name -> load("dev.alize.schemas." + name.substring(0, name.length() - 6)))
                    .filter(SpecificRecord.class::isAssignableFrom)
                    .map(SpecificData.get()::getSchema)
                    .sorted(java.util.Comparator.comparing(Schema::getFullName))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
