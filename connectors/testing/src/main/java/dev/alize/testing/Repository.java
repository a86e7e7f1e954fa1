package dev.alize.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this clone of the repository is. */
public final class Repository {
    private Repository() {}

    /**
     * The directory with {@code processor} and {@code connectors}, seen from the directory a test runs in.
     *
     * @throws IllegalStateException where no directory above has both
     */
    public static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isExecutable(directory.resolve("processor/bin/alize"))
                    && Files.isDirectory(directory.resolve("connectors"))) {
                return directory;
            }
        }
        throw new IllegalStateException(
                "No directory above " + start + " has processor/bin/alize and connectors; expected a clone of Alizé");
    }
}
