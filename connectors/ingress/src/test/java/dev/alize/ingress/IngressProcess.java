package dev.alize.ingress;

import dev.alize.testing.Repository;
import dev.alize.testing.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An ingress of the tests, as a user starts it.
 *
 * @param url such as {@code http://127.0.0.1:41234}
 */
record IngressProcess(RunningProcess process, String url) implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    /**
     * Starts one and returns once it serves.
     *
     * @param directory gets {@code ingress.yaml} and {@code tenants.yaml}
     * @param tenants text of a tenants file; empty for none
     */
    static IngressProcess start(Path directory, String configuration, String tenants)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve("ingress.yaml"), configuration);
        if (!tenants.isEmpty()) {
            Files.writeString(directory.resolve("tenants.yaml"), tenants);
        }
        String command = Repository.root()
                .resolve("connectors/ingress/bin/alize-ingress")
                .toString();
        RunningProcess process = RunningProcess.start(
                "alize-ingress", directory, Map.of(), List.of(command, "--config", file.toString()));
        String line = process.await(printed -> printed.startsWith("Ingress at "), START);
        return new IngressProcess(process, line.split(" ", -1)[2]);
    }

    /** What it printed so far. */
    List<String> lines() {
        return process.lines();
    }

    @Override
    public void close() {
        process.close();
    }
}
