package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.provider.network.Network;
import io.vertx.core.dns.AddressResolverOptions;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes attempts over HTTP/1.1 or HTTP/2 on one event loop.
 *
 * <p>An attempt is sent a second time within a call in one case only: its pooled connection turned out to be closed, no
 * byte of an answer came, and the request had not been written to its end. The server then cannot have read a whole
 * request, so nothing can have been billed twice. Every other loss is an outcome.
 */
public final class HttpProvider implements Provider {
    private final Wire wire;
    private final InstantSource clock;

    /** Every target is reached in the usual way. */
    public HttpProvider(ProviderOptions options, InstantSource clock) {
        this(options, Map.of(), clock);
    }

    /**
     * @param networks how targets are reached, by id
     * @throws IllegalArgumentException where a CA file cannot be used
     */
    public HttpProvider(ProviderOptions options, Map<String, Network> networks, InstantSource clock) {
        this(options, networks, clock, Wire.resolver());
    }

    HttpProvider(
            ProviderOptions options,
            Map<String, Network> networks,
            InstantSource clock,
            AddressResolverOptions resolver) {
        this.wire = new Wire(options, networks, resolver);
        this.clock = clock;
    }

    /** {@inheritDoc} Calls started after {@link #close()} end without an outcome. */
    @Override
    public Call start(Attempt attempt, Consumer<Outcome> done) {
        OpenCall call = new OpenCall(attempt, done, wire, new Stopwatch(clock));
        wire.onLoop(call::begin);
        return call;
    }

    /** Looks whether targets answer, over the same connections; ends with this provider. */
    public HttpProbe probe() {
        return new HttpProbe(wire);
    }

    /** Looks closer at targets, for people; ends with this provider. */
    public HttpInspector inspector() {
        return new HttpInspector(wire);
    }

    /** Runs work on the provider's event loop, {@code ms} from now; not once the provider is closed. It must not block. */
    public void after(long ms, Runnable work) {
        wire.onLoop(() -> wire.after(Math.max(1, ms), work));
    }

    /** {@inheritDoc} Waits up to 5 s for that; must not be called from a callback. */
    @Override
    public void close() {
        wire.close();
    }
}
