package dev.alize.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.alize.config.Configuration;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the process may open as many files and connections as its configuration can make it need. */
final class FileDescriptors {
    /** The JVM with its jar files, Kafka's connections (a few for each client and broker), logs. */
    private static final long PROCESS = 300;
    /** Files of RocksDB and directories for each partition that an instance may own: its store and its log. */
    private static final long PER_PARTITION = 40;

    private FileDescriptors() {}

    /** The limit of this process; empty where the system has none to ask for. The JVM has raised it to the hard one. */
    static OptionalLong limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    /** What is wrong with a limit; empty where it suffices. */
    static Optional<String> warning(OptionalLong limit, Configuration configuration) {
        long needed = needed(configuration);
        if (limit.isEmpty() || limit.getAsLong() >= needed) {
            return Optional.empty();
        }
        return Optional.of("open files: got a limit of " + limit.getAsLong() + ", expected at least " + needed
                + " for processing.max_open_calls "
                + configuration.processing().bounds().maxOpenCalls()
                + " and " + configuration.topics().partitions() + " partitions; calls will fail with 'too many open"
                + " files' under load. Raise it with 'ulimit -n " + needed + "', LimitNOFILE= in systemd or"
                + " ulimits.nofile in a compose file, or lower processing.max_open_calls");
    }

    /** With HTTP/1.1 every open call has a connection; those of a target that calls just left stay open for a while. */
    private static long needed(Configuration configuration) {
        long calls = configuration.processing().bounds().maxOpenCalls();
        boolean several = configuration.providers().targets().size() > 1;
        return PROCESS
                + (several ? 2 : 1) * calls
                + PER_PARTITION * configuration.topics().partitions();
    }
}
