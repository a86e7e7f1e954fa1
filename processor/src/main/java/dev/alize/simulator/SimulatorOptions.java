package dev.alize.simulator;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.vendor.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is started.
 *
 * @param host address to listen on; the admin endpoint has no authentication, so keep it local
 * @param port 0 to 65535; 0 for a free one
 * @param apiKey the only key accepted; null for any that is not empty
 * @param eventLoops 1 to 64, each with a server of its own; one answers over 40,000 calls a second
 * @param validate whether bodies are checked against the vendor's schema
 * @param trackIds whether calls are counted by {@code x-alize-request-id}, up to a million ids
 * @param models the only models served; empty for any
 * @param limits reported in the rate limit headers, not enforced
 * @param behaviour at the start, and again after a reset
 */
public record SimulatorOptions(
        String host,
        int port,
        @Nullable String apiKey,
        int eventLoops,
        boolean validate,
        boolean trackIds,
        List<String> models,
        RateLimits limits,
        Behaviour behaviour) {
    private static final int MOST_EVENT_LOOPS = 64;

    /** A free local port, any key, bodies checked, ids counted, everything answered at once. */
    public static final SimulatorOptions DEFAULT =
            new SimulatorOptions("127.0.0.1", 0, null, 1, true, true, List.of(), RateLimits.AMPLE, Behaviour.GOOD);

    public SimulatorOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is %d, expected 0 to 65535".formatted(port));
        }
        if (eventLoops < 1 || eventLoops > MOST_EVENT_LOOPS) {
            throw new IllegalArgumentException(
                    "event loops are %d, expected 1 to %d".formatted(eventLoops, MOST_EVENT_LOOPS));
        }
        models = List.copyOf(models);
    }

    /** The same on another address. */
    public SimulatorOptions at(String otherHost, int otherPort) {
        return new SimulatorOptions(
                otherHost, otherPort, apiKey, eventLoops, validate, trackIds, models, limits, behaviour);
    }

    /** The same, accepting only this key. */
    public SimulatorOptions withApiKey(String key) {
        return new SimulatorOptions(host, port, key, eventLoops, validate, trackIds, models, limits, behaviour);
    }

    /** The same on so many event loops. */
    public SimulatorOptions withEventLoops(int loops) {
        return new SimulatorOptions(host, port, apiKey, loops, validate, trackIds, models, limits, behaviour);
    }

    /** The same with bodies checked or not. */
    public SimulatorOptions withValidation(boolean on) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, on, trackIds, models, limits, behaviour);
    }

    /** The same with calls counted by request id or not. */
    public SimulatorOptions withTrackedIds(boolean on) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, validate, on, models, limits, behaviour);
    }

    /** The same, serving only these models. */
    public SimulatorOptions withModels(List<String> names) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, validate, trackIds, names, limits, behaviour);
    }

    /** The same, reporting these limits. */
    public SimulatorOptions withLimits(RateLimits reported) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, validate, trackIds, models, reported, behaviour);
    }

    /** The same, behaving so from the start. */
    public SimulatorOptions withBehaviour(Behaviour first) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, validate, trackIds, models, limits, first);
    }
}
