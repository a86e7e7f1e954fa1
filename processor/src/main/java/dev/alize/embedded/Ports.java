package dev.alize.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Free ports of 127.0.0.1. Not shared between threads. */
final class Ports {
    /**
     * Below the ports that Linux (from 32768) and macOS (from 49152) lend to outgoing connections, so that none of those can
     * take a port between our look and the child's bind.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private final RandomGenerator random;
    private final Set<Integer> given = new HashSet<>();

    Ports(RandomGenerator random) {
        this.random = random;
    }

    /** The configured port if it is free, or any free one for 0; never the same twice. */
    int take(int configured, String owner) {
        if (configured == 0) {
            return anyFree(owner);
        }
        if (!free(configured)) {
            throw new StackStartException(
                    "Port %d of 127.0.0.1 is occupied, and the %s needs it. Stop what listens there, or choose another port (0: any free one)."
                            .formatted(configured, owner));
        }
        given.add(configured);
        return configured;
    }

    private int anyFree(String owner) {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(FIRST, LAST);
            if (free(port) && given.add(port)) {
                return port;
            }
        }
        throw new StackStartException("No free port between %d and %d of 127.0.0.1 in %d tries for the %s"
                .formatted(FIRST, LAST, TRIES, owner));
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException occupied) {
            return false;
        }
    }
}
