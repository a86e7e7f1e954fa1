package dev.alize.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the use of a quota is measured.
 *
 * @param rate requests per second that the provider allows, 1 to 1,000
 * @param window true length of both windows, 1 s to 60 s; 10 s where limits are learned
 * @param windows how many are measured, the first, which does not count, included; 2 to 100, with an event 3 or more
 * @param event what happens in the middle
 * @param hotKeys whether four of five requests go to one partition
 * @param learned whether the limits are learned from headers; else they are configured
 * @param tokenRoom tokens that the provider allows, relative to what the requests it allows cost on average, 0.5 to 2:
 *     below 1 tokens are the tighter limit, above it requests
 * @param rig what is measured
 */
public record QuotaOptions(
        int rate,
        Duration window,
        int windows,
        Event event,
        boolean hotKeys,
        boolean learned,
        double tokenRoom,
        RigOptions rig) {
    /** What may happen to the instances. */
    public enum Event {
        /** Nothing. */
        NONE,
        /** One more joins. */
        ADD,
        /** The last one is killed and not started again. */
        KILL
    }

    /** Tokens of an answer: half an order of magnitude either way, as real ones differ. */
    private static final int SHORTEST = 20;

    private static final int LONGEST = 400;
    /** Prompts of so many lengths, and so of answers of thousands: no few of them decide what a request costs. */
    private static final int PROMPT_LENGTHS = 97;

    /** Of a prompt and its role, on average, as the simulator counts. */
    private static final int PROMPT_TOKENS = (Driver.PROMPT - PROMPT_LENGTHS / 2 + "user".length()) / 4;

    private static final Duration LEARNED_WINDOW = Duration.ofSeconds(10);
    private static final int MINUTE_MILLIS = 60_000;

    public QuotaOptions {
        if (rate < 1 || rate > 1_000 || windows < (event == Event.NONE ? 2 : 3) || windows > 100) {
            throw new IllegalArgumentException(
                    "rate, windows: got %d, %d, expected 1 to 1000, 2 (with an event 3) to 100"
                            .formatted(rate, windows));
        }
        if (window.toMillis() < 1_000 || window.toMillis() > MINUTE_MILLIS || window.toMillis() % 1_000 != 0) {
            throw new IllegalArgumentException("window: got %s, expected whole seconds, 1 s to 60 s".formatted(window));
        }
        if (!(tokenRoom >= 0.5 && tokenRoom <= 2)) {
            throw new IllegalArgumentException("token room: got %s, expected 0.5 to 2".formatted(tokenRoom));
        }
        if (learned && !window.equals(LEARNED_WINDOW)) {
            throw new IllegalArgumentException("window: got %s, expected 10 s to be learned".formatted(window));
        }
        if (event == Event.KILL && rig.processors() == 1) {
            throw new IllegalArgumentException("instances: got 1, expected 2 or more to kill one");
        }
        rig = rig.with(new Providers(
                List.of(new Provider(
                        "simulated",
                        "mistral",
                        "mistral-small-latest",
                        flags(rate, window, learned, tokenRoom),
                        keys(rate, window, learned, tokenRoom))),
                List.of()));
    }

    /** Requests of a window. */
    private static long requestLimit(int rate, Duration window) {
        return rate * window.toSeconds();
    }

    private static long tokenLimit(int rate, Duration window, double tokenRoom) {
        double each = PROMPT_TOKENS + (SHORTEST + LONGEST) / 2.0;
        return Math.round(requestLimit(rate, window) * each * tokenRoom);
    }

    private static List<String> flags(int rate, Duration window, boolean learned, double tokenRoom) {
        String span = learned ? "10s" : "1m";
        List<String> flags = new ArrayList<>(List.of("--no-validate", "--latency", "lognormal:200ms:0.5"));
        flags.addAll(List.of("--limit", "requests=%d/%s".formatted(requestLimit(rate, window), span)));
        flags.addAll(List.of("--limit", "tokens=%d/%s".formatted(tokenLimit(rate, window, tokenRoom), span)));
        flags.addAll(List.of("--tokens-per-answer", Integer.toString(LONGEST)));
        flags.addAll(List.of("--shortest-answer", Integer.toString(SHORTEST)));
        if (!learned) {
            flags.addAll(List.of("--time-scale", Double.toString(MINUTE_MILLIS / (double) window.toMillis())));
        }
        return flags;
    }

    /** The group has a name, because each instance has a key file of its own. */
    private static List<String> keys(int rate, Duration window, boolean learned, double tokenRoom) {
        String limits = "limits: [{requests: %d, per: %ds}, {tokens: %d, per: %ds}]"
                .formatted(
                        requestLimit(rate, window),
                        window.toSeconds(),
                        tokenLimit(rate, window, tokenRoom),
                        window.toSeconds());
        return learned ? List.of("quota_group: bench") : List.of("quota_group: bench", limits);
    }

    /** So many that work waits until the last window has ended, and for a window more. */
    int requests() {
        return Math.toIntExact(Math.round((windows + 1) * requestLimit(rate, window) * Math.min(1, tokenRoom)));
    }

    /** Characters of the prompt of a request. */
    static int characters(int request) {
        return Driver.PROMPT - request % PROMPT_LENGTHS;
    }

    /** Milliseconds from the first call until the last window has ended. */
    long measuredMillis() {
        return windows * window.toMillis();
    }

    /** Milliseconds from the first call until the event is set off: the middle, and earlier where a start takes time. */
    long eventMillis() {
        return switch (event) {
            case NONE -> measuredMillis();
            case ADD -> (long) (measuredMillis() / 2.0 - window.toMillis() * 0.4);
            case KILL -> measuredMillis() / 2;
        };
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("rate", rate);
        json.put("window_s", window.toSeconds());
        json.put("windows", windows);
        json.put("event", event.name().toLowerCase(java.util.Locale.ROOT));
        json.put("hot_keys", hotKeys);
        json.put("learned", learned);
        json.put("token_room", tokenRoom);
        json.put("requests", requests());
        json.put("limit_requests", requestLimit(rate, window));
        json.put("limit_tokens", tokenLimit(rate, window, tokenRoom));
    }
}
