package dev.alize.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Commands of {@code processor/bin/alize}, started as processes. */
public final class Alize {
    private static final Duration START = Duration.ofSeconds(120);

    private Alize() {}

    /** Any command; its output is in the process. */
    public static RunningProcess start(Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Repository.root().resolve("processor/bin/alize").toString());
        command.addAll(Arrays.asList(arguments));
        return RunningProcess.start("alize " + arguments[0], directory, environment, command);
    }

    /**
     * The simulated Mistral on a free port.
     *
     * @return the process and its base URL, such as {@code http://127.0.0.1:41234/v1}
     */
    public static Simulator simulator(Path directory, String... flags) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("simulate-mistral"));
        arguments.addAll(Arrays.asList(flags));
        RunningProcess process = start(directory, Map.of(), arguments.toArray(String[]::new));
        String line = process.await(printed -> printed.startsWith("Simulated Mistral at "), START);
        return new Simulator(process, line.substring(line.lastIndexOf(' ') + 1));
    }

    /** A simulated Mistral. */
    public record Simulator(RunningProcess process, String baseUrl) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    /**
     * An instance of the gateway that has its partitions.
     *
     * @param directory gets the configuration and the state
     * @param configuration text of a policy-config.yaml
     */
    public static RunningProcess gateway(Path directory, String configuration, Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolve("policy-config.yaml");
        Files.writeString(file, configuration);
        RunningProcess process = start(
                directory,
                environment,
                "run",
                "--policy-config",
                file.toString(),
                "--metrics-listen",
                "off",
                "--listen",
                "off");
        process.await(line -> line.startsWith("Gateway ") && line.contains(" is ready"), START);
        return process;
    }
}
