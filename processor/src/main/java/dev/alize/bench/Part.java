package dev.alize.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running child process: its life, its log and its CPU. Ends with its standard input, at the latest with us. */
final class Part implements AutoCloseable {
    private static final int LOOK_MILLIS = 25;
    private static final int STOP_SECONDS = 25;
    private static final int LAST_LINES = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final Start start;

    private Part(String name, Process process, Path log, Start start) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.start = start;
    }

    /**
     * Starts a process in {@code directory}; its output goes to the file {@code log}, which is begun anew.
     *
     * @param name for people
     */
    static Part start(String name, List<String> line, Path directory, Path log) {
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ"));
        Start now = Start.now();
        try {
            return new Part(name, builder.start(), log, now);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start the " + name + ": " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    /** Just before the process was started. */
    Start start() {
        return start;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Used since its start; zero once it has ended. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * Waits for a line of output that contains {@code text}.
     *
     * @throws IllegalStateException with the end of the log where the process ended or took longer than {@code patience}
     */
    String awaitLine(String text, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean over = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            Optional<String> line =
                    lines().stream().filter(each -> each.contains(text)).findFirst();
            if (line.isPresent()) {
                return line.get();
            }
            if (over) {
                throw failed("ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() - end > 0) {
                throw failed("was not ready within " + patience.toSeconds() + " s");
            }
        }
    }

    /** The end of its log, after what happened to it. */
    IllegalStateException failed(String what) {
        List<String> lines = lines();
        List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return new IllegalStateException(
                "The %s %s; the end of %s:%n%s".formatted(name, what, log, String.join(System.lineSeparator(), last)));
    }

    /** Every line of output so far. */
    List<String> lines() {
        try {
            return Files.readString(log).lines().toList();
        } catch (IOException e) {
            return List.of("(cannot be read: " + e.getMessage() + ")");
        }
    }

    /** {@code kill -9}; returns once the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the process in order, or by force where that takes too long. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // The pipe is broken: the process is ending.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
