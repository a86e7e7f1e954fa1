package dev.alize.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A name that was looked up with the system's own means.
 *
 * @param host name or address
 * @param addresses what was found
 * @param ms how long it took; 0 or more
 * @param problem why nothing was found; null where something was
 */
public record Resolved(
        String host,
        List<String> addresses,
        long ms,
        @Nullable String problem) {
    private static final int MOST_SHOWN = 2;

    public Resolved {
        addresses = List.copyOf(addresses);
    }

    /** Looks it up; may take as long as the system's resolver does. */
    static Resolved of(String host) {
        long start = System.nanoTime();
        try {
            List<String> found = Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .toList();
            return new Resolved(host, found, since(start), null);
        } catch (UnknownHostException e) {
            return new Resolved(host, List.of(), since(start), "the name " + host + " has no address");
        }
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    String text() {
        if (problem != null) {
            return problem + " (" + ms + " ms)";
        }
        int more = addresses.size() - MOST_SHOWN;
        return host + " is " + String.join(", ", addresses.subList(0, Math.min(MOST_SHOWN, addresses.size())))
                + (more > 0 ? " and " + more + " more" : "") + " (" + ms + " ms)";
    }
}
