package dev.alize.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A command that ends by itself within three minutes; packages from afar take the longest. */
final class Command {
    private Command() {}

    /**
     * How a command ended.
     *
     * @param code its exit code
     * @param out what it wrote to its standard output
     * @param errors what it wrote to its standard error
     */
    record Ending(int code, String out, String errors) {}

    /**
     * Runs it.
     *
     * @param environment added to that of this process
     * @param input for its standard input
     * @throws UncheckedIOException where there is no such command
     */
    static Ending run(Path directory, Map<String, String> environment, String input, List<String> command)
            throws InterruptedException {
        try {
            Path files = Files.createTempDirectory(Files.createDirectories(Path.of("target", "runs")), "run");
            Path in = Files.writeString(files.resolve("in"), input);
            Path out = files.resolve("out");
            Path errors = files.resolve("errors");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Ending(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why it cannot be run, or what it says where it does not end well; empty where it does. */
    static Optional<String> problem(Path directory, String... command) throws InterruptedException {
        try {
            Ending ending = run(directory, Map.of(), "", List.of(command));
            return ending.code() == 0
                    ? Optional.empty()
                    : Optional.of(String.join(" ", command) + ": " + ending.errors());
        } catch (UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
