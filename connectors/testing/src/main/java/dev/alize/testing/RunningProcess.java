package dev.alize.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process whose output is kept, line by line. It ends with {@link #close}, and with this virtual machine. Safe to use
 * from any thread.
 */
public final class RunningProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread hook;
    private boolean ended;

    private RunningProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        Thread.ofVirtual().name(name + "-output").start(this::read);
    }

    /**
     * Starts it.
     *
     * @param name for messages
     * @param environment added to that of this process
     * @throws UncheckedIOException where it cannot be started
     */
    public static RunningProcess start(
            String name, Path directory, Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new RunningProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started: " + command.getFirst(), e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(output cannot be read: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** What it printed so far, both outputs. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * The first line that is meant, printed before or from now on.
     *
     * @throws IllegalStateException with the output where the process ends before, or the time passes
     */
    public synchronized String await(Predicate<String> meant, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (int next = 0; true; next++) {
            while (next == lines.size()) {
                long left = end - System.nanoTime();
                if (ended || left <= 0) {
                    throw new IllegalStateException(
                            name + (ended ? " ended" : " is too slow") + ":\n" + String.join("\n", lines));
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            if (meant.test(lines.get(next))) {
                return lines.get(next);
            }
        }
    }

    /** Its id and resources. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** {@code kill -9}; returns once it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, after 30 s {@code kill -9}. */
    @Override
    public void close() {
        process.toHandle().destroy(); // Process.destroy closes the output, and its last lines would be lost
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            process.destroyForcibly();
        }
    }
}
