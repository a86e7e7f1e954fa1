package dev.alize.bench;

import dev.alize.embedded.ChildLauncher;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a part is started: by the JDK that runs us, with our class path and options, through the launcher that ends it
 * when we end.
 *
 * @param options of the virtual machine
 * @param classPath as in {@code java -cp}
 */
record JavaCommand(List<String> options, String classPath) {
    private static final String MAIN = "dev.alize.cli.Alize";
    /** An agent (debugger, coverage) is meant for this process: two cannot share its port or file. */
    private static final List<String> AGENTS = List.of("-agentlib", "-agentpath", "-javaagent", "-Xrun");

    JavaCommand {
        options = List.copyOf(options);
    }

    static JavaCommand ofThisProcess() {
        List<String> options =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.removeIf(option -> AGENTS.stream().anyMatch(option::startsWith));
        return new JavaCommand(options, System.getProperty("java.class.path"));
    }

    /** @param more options that come after ours, so that they win */
    JavaCommand with(List<String> more) {
        return new JavaCommand(Stream.concat(options.stream(), more.stream()).toList(), classPath);
    }

    /**
     * The whole command.
     *
     * @param directory of the part; holds the launcher's lock
     * @param arguments of {@code alize}
     */
    List<String> line(Path directory, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", classPath, ChildLauncher.class.getName()));
        line.addAll(List.of(
                directory.toString(),
                ChildLauncher.KEEP,
                directory.resolve("launcher.lock").toString(),
                MAIN));
        line.addAll(arguments);
        return line;
    }
}
