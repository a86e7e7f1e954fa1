package dev.alize.provider;

import dev.alize.domain.Target;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks closer at targets than {@link HttpProbe}: the same call, over the same connections, with what its answer says of
 * the server's clock, certificate, limits and models. For people who ask now and then.
 */
public final class HttpInspector {
    private final Wire wire;

    HttpInspector(Wire wire) {
        this.wire = wire;
    }

    /**
     * Looks once. Returns at once and never throws.
     *
     * @param timeout for everything, 1 ms or more
     * @param seen receives what was seen exactly once, on the provider's event loop, but nothing once the provider is
     *     closed; it must not block
     */
    public void inspect(Target target, Duration timeout, Consumer<Inspected> seen) {
        OpenInspection inspection = new OpenInspection(target, Math.max(1, timeout.toMillis()), wire, seen);
        wire.onLoop(inspection::begin);
    }
}
