package dev.alize.embedded;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a child process is started: by the JDK that runs us, through {@link ChildLauncher}.
 *
 * @param name what users call it, for messages
 * @param directory its working directory; holds nothing of the user's, so no configuration is picked up by accident
 * @param log file that gets its output
 * @param line program and arguments
 */
record ChildCommand(String name, Path directory, Path log, List<String> line) {

    ChildCommand {
        line = List.copyOf(line);
    }

    /**
     * @param id short name: directory, log file and lock file in the data directory are called so
     * @param options of the virtual machine
     * @param program main class and its arguments
     */
    static ChildCommand of(
            String id,
            String name,
            DataDirectory data,
            List<String> options,
            List<Path> classPath,
            List<String> program) {
        Path directory = data.directory(id);
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(commonOptions(data.directory(id + "/tmp")));
        line.addAll(options);
        line.add("-cp");
        line.add(Stream.concat(classPath.stream(), Stream.of(StackFiles.ownCode()))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        line.add(ChildLauncher.class.getName());
        line.add(data.root().toString());
        line.add(data.kept() ? ChildLauncher.KEEP : ChildLauncher.DELETE);
        line.add(directory.resolve("lock").toString());
        line.addAll(program);
        return new ChildCommand(name, directory, data.directory("logs").resolve(id + ".log"), line);
    }

    private static List<String> commonOptions(Path temporary) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:+UseSerialGC", // fewest threads and least memory for such heaps
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 23) {
            options.add("--sun-misc-unsafe-memory-access=allow"); // older ones have neither the option nor the warning
        }
        return options;
    }
}
