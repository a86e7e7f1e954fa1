package dev.alize.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The temporary directory of a bench: state, configuration and logs of every part. */
record Workplace(Path root, JavaCommand java) {
    static Workplace create(JavaCommand java) {
        try {
            return new Workplace(Files.createTempDirectory("alize-bench-"), java);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary directory for the bench", e);
        }
    }

    /** A directory below the root, created if missing. */
    Path directory(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + root.resolve(name), e);
        }
    }

    /** Writes a file into the directory {@code name}. */
    Path file(String name, String file, String text) {
        try {
            return Files.writeString(directory(name).resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + " in " + root.resolve(name), e);
        }
    }

    /**
     * Starts {@code alize} with these arguments.
     *
     * @param name of its directory
     * @param log its log file there
     * @param options of the virtual machine, beside ours
     */
    Part start(String name, String log, List<String> options, List<String> arguments) {
        Path directory = directory(name);
        return Part.start(name, java.with(options).line(directory, arguments), directory, directory.resolve(log));
    }

    /** The lines of a file in the directory {@code name}. */
    List<String> linesOf(String name, String file) {
        try {
            return Files.readAllLines(directory(name).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + " in " + root.resolve(name), e);
        }
    }

    /** How many lines of the files in a directory whose names start so contain {@code text}. */
    int lines(String directory, String prefix, String text) {
        try (Stream<Path> files = Files.list(directory(directory))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .mapToInt(file -> linesIn(file, text))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + directory(directory), e);
        }
    }

    private static int linesIn(Path file, String text) {
        try (Stream<String> lines = Files.lines(file)) {
            return Math.toIntExact(lines.filter(line -> line.contains(text)).count());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Deletes everything that can be deleted. */
    void delete() {
        try (Stream<Path> paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A part is still going; what it leaves behind is in the temporary directory, which the system sweeps.
        }
    }
}
