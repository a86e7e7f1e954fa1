package dev.alize.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a JVM of its own, as a user runs it, without a key in its environment. */
public final class AlizeProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path err;

    /**
     * How it ended.
     *
     * @param out what of its standard output nobody had read
     */
    public record Run(int exit, String out, String err) {}

    private AlizeProcess(Process process, Path err) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.err = err;
    }

    public static AlizeProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Alize.class.getName()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("alize", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().remove("MISTRAL_API_KEY");
        return new AlizeProcess(builder.start(), err);
    }

    /** Runs a command to its end. */
    public static Run run(String... arguments) throws Exception {
        try (AlizeProcess started = start(arguments)) {
            return started.finish();
        }
    }

    /** Waits for so many characters of standard output; fewer where it ends before. */
    public String read(int characters) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.length() < characters) {
            int next = out.read();
            if (next < 0) {
                break;
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** Waits for its end. */
    public Run finish() throws Exception {
        StringBuilder rest = new StringBuilder();
        for (int next = out.read(); next >= 0; next = out.read()) {
            rest.append((char) next);
        }
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("alize closed its output and runs on");
        }
        return new Run(process.exitValue(), rest.toString(), Files.readString(err));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(err);
    }
}
