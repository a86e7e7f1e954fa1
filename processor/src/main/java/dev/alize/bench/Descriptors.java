package dev.alize.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** File descriptors: each open HTTP/1.1 call is one in the processor and one in the simulator. */
final class Descriptors {
    /** For jars, logs, stores and Kafka's connections. */
    private static final int OTHERS = 1_000;

    private Descriptors() {}

    /**
     * Checks that so many calls can be open.
     *
     * @throws IllegalArgumentException where the limit is too low
     */
    static void require(int openCalls) {
        require(openCalls, limit());
    }

    static void require(int openCalls, long limit) {
        if (openCalls + OTHERS > limit) {
            throw new IllegalArgumentException(
                    "open calls: got %,d, which need %,d file descriptors, and a process may have %,d here; raise that (ulimit -n), or choose fewer"
                            .formatted(openCalls, openCalls + OTHERS, limit));
        }
    }

    /** Ours is that of the children, too: the virtual machine raises its own to what the system allows. */
    private static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
