package dev.alize.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a target is chosen for a request. */
public enum Strategy {
    /** Always the first. */
    SINGLE,
    /** In their order, the next where one fails. */
    FALLBACK,
    /** The one that answers fastest. */
    LATENCY,
    /** In turn, by weight. */
    WEIGHTED_ROUND_ROBIN;

    /** Every word for a strategy: the names, and the words of other dialects. */
    public static final Map<String, Strategy> WORDS = words();

    private static Map<String, Strategy> words() {
        Map<String, Strategy> words = new LinkedHashMap<>();
        for (Strategy strategy : values()) {
            words.put(strategy.code(), strategy);
        }
        words.put("ordered", FALLBACK);
        words.put("lowest_latency", LATENCY);
        words.put("round_robin", WEIGHTED_ROUND_ROBIN);
        return Collections.unmodifiableMap(words);
    }

    /** The name in the file, such as {@code weighted_round_robin}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
