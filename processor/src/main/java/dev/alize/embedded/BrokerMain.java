package dev.alize.embedded;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs in the broker's process: formats the log directory when it is new, then starts the broker, which saves the start
 * of a second virtual machine. The broker's classes are not on our class path, hence by name.
 */
public final class BrokerMain {

    private BrokerMain() {}

    /**
     * Formats if needed, then serves until the process is told to end.
     *
     * @param args properties file, its log directory, cluster id for a new directory
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        if (!Files.exists(Path.of(args[1], "meta.properties"))) {
            format(args[0], args[2]);
        }
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object) new String[] {args[0]});
    }

    private static void format(String properties, String clusterId) throws ReflectiveOperationException {
        String[] command = {"format", "-t", clusterId, "-c", properties};
        Object exitCode = Class.forName("kafka.tools.StorageTool")
                .getMethod("execute", String[].class, PrintStream.class)
                .invoke(null, command, System.out);
        if (!Integer.valueOf(0).equals(exitCode)) {
            throw new IllegalStateException("kafka.tools.StorageTool format ended with " + exitCode);
        }
    }
}
