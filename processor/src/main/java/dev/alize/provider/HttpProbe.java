package dev.alize.provider;

import dev.alize.domain.Target;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks whether targets answer and take their key: {@code GET {base_url}/models}, which costs nothing and which every
 * OpenAI-compatible API has. It goes over the connections, the proxy and the TLS settings of the calls.
 */
public final class HttpProbe {
    static final String PATH = "/models";

    private final Wire wire;

    HttpProbe(Wire wire) {
        this.wire = wire;
    }

    /**
     * Looks once. Returns at once and never throws.
     *
     * @param timeout for connection and head of the answer, 1 ms or more; the body is not read
     * @param seen receives what was seen exactly once, on the provider's event loop, but nothing once the provider is
     *     closed; it must not block
     */
    public void probe(Target target, Duration timeout, Consumer<Probed> seen) {
        OpenProbe probe = new OpenProbe(target, Math.max(1, timeout.toMillis()), wire, seen);
        wire.onLoop(probe::begin);
    }
}
