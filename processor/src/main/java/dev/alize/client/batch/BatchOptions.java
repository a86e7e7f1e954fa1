package dev.alize.client.batch;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is to do.
 *
 * @param input file of requests
 * @param output file of answers, another one than {@code input}
 * @param tenant on whose account the requests run, 1 to 256 characters
 * @param runId identity of the run, for a new one; nothing for a random one
 * @param maxInFlight most requests sent and not answered, 1 or more
 */
public record BatchOptions(Path input, Path output, String tenant, Optional<String> runId, int maxInFlight) {
    public static final int DEFAULT_MAX_IN_FLIGHT = 2_000;
    public static final String DEFAULT_TENANT = "default";

    public BatchOptions {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("max in flight: got " + maxInFlight + ", expected 1 or more");
        }
        if (tenant.isEmpty() || tenant.length() > 256) {
            throw new IllegalArgumentException(
                    "tenant: got " + tenant.length() + " characters, expected 1 to 256 characters");
        }
    }
}
