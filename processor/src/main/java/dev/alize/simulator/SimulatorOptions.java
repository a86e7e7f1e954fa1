package dev.alize.simulator;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.quota.Limits;
import dev.alize.simulator.vendor.Dialect;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is started.
 *
 * @param host address to listen on; the admin endpoint has no authentication, so keep it local
 * @param port 0 to 65535; 0 for a free one
 * @param apiKey the only key accepted; null for any that is not empty
 * @param eventLoops 1 to 64, each with a server of its own; one answers over 40,000 calls a second
 * @param trackIds whether calls are counted by {@code x-alize-request-id}, up to a million ids
 * @param vendor what it serves and refuses
 * @param behaviour at the start, and again after a reset
 */
public record SimulatorOptions(
        String host,
        int port,
        @Nullable String apiKey,
        int eventLoops,
        boolean trackIds,
        Vendor vendor,
        Behaviour behaviour) {
    private static final int MOST_EVENT_LOOPS = 64;

    /**
     * What a vendor serves and refuses.
     *
     * @param dialect whose API it is
     * @param validate whether bodies are checked as that vendor checks them
     * @param models the only models served; empty for any
     * @param limits told in headers, and enforced where they say so
     * @param retryAfter told, in whole seconds, with calls refused for a limit; null where nothing is told, as usual
     */
    public record Vendor(
            Dialect dialect,
            boolean validate,
            List<String> models,
            Limits limits,
            @Nullable Duration retryAfter) {
        /** Mistral, strict and without limits. */
        public static final Vendor DEFAULT = new Vendor(Dialect.MISTRAL, true, List.of(), Limits.AMPLE, null);

        public Vendor {
            models = List.copyOf(models);
        }
    }

    /** A free local port, any key, bodies checked, ids counted, everything answered at once. */
    public static final SimulatorOptions DEFAULT =
            new SimulatorOptions("127.0.0.1", 0, null, 1, true, Vendor.DEFAULT, Behaviour.GOOD);

    public SimulatorOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is %d, expected 0 to 65535".formatted(port));
        }
        if (eventLoops < 1 || eventLoops > MOST_EVENT_LOOPS) {
            throw new IllegalArgumentException(
                    "event loops are %d, expected 1 to %d".formatted(eventLoops, MOST_EVENT_LOOPS));
        }
    }

    /** The same on another address. */
    public SimulatorOptions at(String otherHost, int otherPort) {
        return new SimulatorOptions(otherHost, otherPort, apiKey, eventLoops, trackIds, vendor, behaviour);
    }

    /** The same, accepting only this key. */
    public SimulatorOptions withApiKey(String key) {
        return new SimulatorOptions(host, port, key, eventLoops, trackIds, vendor, behaviour);
    }

    /** The same on so many event loops. */
    public SimulatorOptions withEventLoops(int loops) {
        return new SimulatorOptions(host, port, apiKey, loops, trackIds, vendor, behaviour);
    }

    /** The same with calls counted by request id or not. */
    public SimulatorOptions withTrackedIds(boolean on) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, on, vendor, behaviour);
    }

    /** The same, serving and refusing so. */
    public SimulatorOptions with(Vendor other) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, trackIds, other, behaviour);
    }

    /** The same, with the API of this vendor. */
    public SimulatorOptions with(Dialect other) {
        return with(new Vendor(other, vendor.validate(), vendor.models(), vendor.limits(), vendor.retryAfter()));
    }

    /** The same with bodies checked or not. */
    public SimulatorOptions withValidation(boolean on) {
        return with(new Vendor(vendor.dialect(), on, vendor.models(), vendor.limits(), vendor.retryAfter()));
    }

    /** The same, serving only these models. */
    public SimulatorOptions withModels(List<String> names) {
        return with(new Vendor(vendor.dialect(), vendor.validate(), names, vendor.limits(), vendor.retryAfter()));
    }

    /** The same with these limits. */
    public SimulatorOptions withLimits(Limits other) {
        return with(new Vendor(vendor.dialect(), vendor.validate(), vendor.models(), other, vendor.retryAfter()));
    }

    /** The same, behaving so from the start. */
    public SimulatorOptions withBehaviour(Behaviour first) {
        return new SimulatorOptions(host, port, apiKey, eventLoops, trackIds, vendor, first);
    }
}
