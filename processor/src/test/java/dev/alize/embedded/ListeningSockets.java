package dev.alize.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** On which addresses a process listens, as Linux tells in {@code /proc}. */
final class ListeningSockets {
    private static final String LISTENING = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

    private ListeningSockets() {}

    /** One line of {@code /proc/net/tcp} or {@code tcp6} for each socket that the process listens on. */
    static List<String> of(ProcessHandle process) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                inodes.add(target(descriptor));
            }
        }
        return Stream.concat(
                        Files.readAllLines(proc.resolve("net/tcp")).stream(),
                        Files.readAllLines(proc.resolve("net/tcp6")).stream())
                .map(String::strip)
                .filter(line -> {
                    String[] fields = line.split("\\s+", -1);
                    return fields[3].equals(LISTENING) && inodes.contains("socket:[" + fields[9] + "]");
                })
                .toList();
    }

    static boolean isLoopback(String line) {
        return LOOPBACK.contains(line.split("\\s+", -1)[1].split(":", -1)[0]);
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
