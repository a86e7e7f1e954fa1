package dev.alize.cli;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.training.Data;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository has the data of the models, for one who stands in its root or in {@code processor}. */
final class TrainingData {
    private static final Path HERE = Path.of("src/training");

    private TrainingData() {}

    /** The directory of the module, from which the defaults of options are given. */
    static Path module() {
        Path below = Path.of("processor");
        return !Files.isDirectory(HERE) && Files.isDirectory(below.resolve(HERE)) ? below : Path.of("");
    }

    static Path directory() {
        return module().resolve(HERE);
    }

    /** @throws BadInputException where there are no rows at all */
    static Data read(Path directory) {
        Data data;
        try {
            data = Data.read(directory);
        } catch (UncheckedIOException e) {
            throw bad(directory, "something that cannot be read (" + e.getMessage() + ")");
        }
        if (data.rows().values().stream().allMatch(rows -> rows.isEmpty())) {
            throw bad(directory, "a directory without rows");
        }
        return data;
    }

    private static BadInputException bad(Path directory, String got) {
        return new BadInputException(
                "Data",
                new Problem(
                        directory.toString(),
                        got,
                        "a directory with injection, safety or pii, and in them files *.jsonl or *.jsonl.gz; without"
                                + " --data run it in the repository"));
    }
}
