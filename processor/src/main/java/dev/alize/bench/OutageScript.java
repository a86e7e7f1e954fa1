package dev.alize.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One outage as it is played to a gateway, and what the incident must say of it.
 *
 * @param name such as {@code key}
 * @param hits what happens at which providers
 * @param lasts how long; null for as long as the options say
 * @param needsUsual whether it can only be told by what was usual before
 * @param expected of the incident at each provider that is hit; null where there must be none
 */
record OutageScript(
        String name,
        List<Hit> hits,
        @Nullable Duration lasts,
        boolean needsUsual,
        @Nullable Expected expected) {
    /** Of each provider while all is well. */
    static final String LATENCY = "lognormal:200ms:0.3";

    /** The behaviour of a provider that is well. */
    static final String WELL = behaviour("");

    private static final int MISTRAL = 0;
    private static final int OPENAI = 1;
    private static final String SLOW = "8s";
    private static final Duration BLIP = Duration.ofSeconds(3);
    private static final Duration BURST = Duration.ofSeconds(1);

    /** All of them, in the order in which they are played. */
    static final List<OutageScript> ALL = List.of(
            outage("key", expected("P1", "key", "just_me"), everything(MISTRAL, refuse(401, null))),
            blip("blip-500", BLIP, everything(MISTRAL, refuse(500, null))),
            outage("quota", expected("P2", "quota", "just_me"), calls(MISTRAL, refuse(429, "1300"))),
            outage("server-half", expected("P2", "server", "everyone"), half(MISTRAL, refuse(500, null))),
            outage("capacity-503", expected("P2", "capacity", "everyone"), calls(MISTRAL, refuse(503, "3505"))),
            outage("refused", expected("P2", "network", "everyone"), new Hit(MISTRAL, null)),
            blip("blip-429", BURST, calls(MISTRAL, refuse(429, "1300"))),
            outage("capacity-429", expected("P2", "capacity", "everyone"), calls(MISTRAL, refuse(429, "3505"))),
            outage("reset", expected("P2", "network", "everyone"), everything(MISTRAL, "\"do\": \"reset\"")),
            outage("hanging", expected("P2", "timeout", "everyone"), calls(MISTRAL, "\"do\": \"hang\"")),
            outage(
                    "server-all",
                    expected("P1", "server", "everyone"),
                    everything(MISTRAL, refuse(503, null)),
                    everything(OPENAI, refuse(503, null))),
            new OutageScript(
                    "slow",
                    List.of(calls(MISTRAL, "\"do\": \"answer\", \"latency\": \"" + SLOW + "\"")),
                    null,
                    true,
                    expected("P2", "slow", "unknown")));

    /**
     * What happens to a provider.
     *
     * @param provider its place among those of the bench
     * @param behaviour it shows from then on; null where its port is closed
     */
    record Hit(int provider, @Nullable String behaviour) {}

    /** What the last record of an incident must say. */
    record Expected(String severity, String cause, String reach) {
        @Override
        public String toString() {
            return severity + " " + cause + " " + reach;
        }
    }

    OutageScript {
        hits = List.copyOf(hits);
    }

    /**
     * Those with these names, in their order; all where there are none.
     *
     * @throws IllegalArgumentException where a name is unknown
     */
    static List<OutageScript> named(List<String> names) {
        List<String> known = ALL.stream().map(OutageScript::name).toList();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("only: got " + name + ", expected some of " + String.join(", ", known));
        });
        return ALL.stream()
                .filter(script -> names.isEmpty() || names.contains(script.name()))
                .toList();
    }

    private static OutageScript outage(String name, Expected expected, Hit... hits) {
        return new OutageScript(name, List.of(hits), null, false, expected);
    }

    private static OutageScript blip(String name, Duration lasts, Hit hit) {
        return new OutageScript(name, List.of(hit), lasts, false, null);
    }

    private static Expected expected(String severity, String cause, String reach) {
        return new Expected(severity, cause, reach);
    }

    private static String refuse(int status, @Nullable String code) {
        return "\"do\": \"refuse\", \"status\": " + status + (code == null ? "" : ", \"code\": \"" + code + "\"");
    }

    /** The list of models, which probes read, goes wrong with the calls. */
    private static Hit everything(int provider, String rule) {
        return new Hit(provider, behaviour(rule + ", \"path\": \"*\""));
    }

    private static Hit calls(int provider, String rule) {
        return new Hit(provider, behaviour(rule));
    }

    private static Hit half(int provider, String rule) {
        return new Hit(provider, behaviour(rule + ", \"share\": 0.5"));
    }

    private static String behaviour(String... rules) {
        String list = Arrays.stream(rules)
                .filter(rule -> !rule.isEmpty())
                .map(rule -> "{" + rule + "}")
                .collect(Collectors.joining(", "));
        return "{\"latency\": \"" + LATENCY + "\", \"rules\": [" + list + "]}";
    }
}
