package dev.alize.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A running child process. Its standard input stays open as long as it shall live; its output goes to a file. */
final class Child {
    private static final int POLL_MILLIS = 25;
    private static final int LAST_LINES = 20;
    private static final int STOP_SECONDS = ChildLauncher.EXIT_SECONDS + 5;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Child start(ChildCommand command) {
        ProcessBuilder builder = new ProcessBuilder(command.line())
                .directory(command.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
        // Keys of providers and settings meant for us are none of the child's business.
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ"));
        try {
            return new Child(command.name(), builder.start(), command.log());
        } catch (IOException e) {
            throw new StackStartException("Cannot start the %s: %s".formatted(command.name(), e.getMessage()), e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Returns once {@code ready} says so.
     *
     * @throws StackStartException with the end of the child's log when it died or the deadline passed
     */
    void awaitReady(BooleanSupplier ready, Deadline deadline) throws InterruptedException {
        while (!ready.getAsBoolean()) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw failed("ended with exit code %d before it was ready".formatted(process.exitValue()));
            }
            if (deadline.passed()) {
                throw failed("was not ready in time");
            }
        }
    }

    /** Asks the process to end; {@link #awaitEnd} waits for it. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** Waits for the end after {@link #stop}, at most some seconds, then kills. */
    void awaitEnd() {
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** {@code kill -9}; returns once the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private StackStartException failed(String what) {
        List<String> lines = lastLines();
        boolean portTaken = lines.stream()
                .anyMatch(line -> line.contains("Address already in use") || line.contains("seems to be in use"));
        return new StackStartException(
                "The %s %s; the end of %s:%n%s".formatted(name, what, log, String.join(System.lineSeparator(), lines)),
                portTaken);
    }

    private List<String> lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(cannot be read: " + e.getMessage() + ")");
        }
    }
}
