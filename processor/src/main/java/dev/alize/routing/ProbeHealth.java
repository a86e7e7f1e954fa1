package dev.alize.routing;

import java.util.Map;

/** Whether a target is healthy by what its probes say; it is without any. Guarded by the gate's lock. */
final class ProbeHealth {
    private static final int UNHEALTHY_AFTER = 2;

    private final String id;
    private final Surroundings around;
    private int failures;
    private boolean healthy = true;

    ProbeHealth(String id, Surroundings around) {
        this.id = id;
        this.around = around;
    }

    boolean healthy() {
        return healthy;
    }

    void failed() {
        failures++;
        if (failures >= UNHEALTHY_AFTER && healthy) {
            healthy = false;
            around.events().happened("probe", id, "unhealthy", Map.of());
        }
    }

    /** @return whether it was unhealthy until now */
    boolean answered() {
        failures = 0;
        boolean recovered = !healthy;
        if (recovered) {
            healthy = true;
            around.events().happened("probe", id, "healthy", Map.of());
        }
        return recovered;
    }
}
