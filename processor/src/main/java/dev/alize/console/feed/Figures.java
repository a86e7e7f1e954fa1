package dev.alize.console.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.UsageRow;
import java.math.BigDecimal;
import java.util.Map;

/** The sums of usage that the console shows, in little room. Not thread-safe. */
final class Figures {
    private static final int ATTEMPTS = Outcomes.STATUSES.size();
    private static final int FAILURES = ATTEMPTS + 1;
    private static final int PROMPT = ATTEMPTS + 2;
    private static final int COMPLETION = ATTEMPTS + 3;
    private static final int COST = ATTEMPTS + 4;
    private static final int EVENTS = ATTEMPTS + 5;
    private static final int NANO_DIGITS = 9;

    private final long[] sums = new long[EVENTS + 1];

    static Figures of(UsageRow row) {
        Figures figures = new Figures();
        for (int status = 0; status < ATTEMPTS; status++) {
            figures.sums[status] = row.getRequests().getOrDefault(Outcomes.STATUSES.get(status), 0L);
        }
        figures.sums[ATTEMPTS] = row.getAttempts();
        figures.sums[FAILURES] = sum(row.getFailures());
        figures.sums[PROMPT] = row.getPromptTokens();
        figures.sums[COMPLETION] = row.getCompletionTokens();
        figures.sums[COST] = row.getCostNanoUsd();
        figures.sums[EVENTS] = row.getEvents();
        return figures;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What this one has more than an earlier one. */
    Figures since(Figures earlier) {
        Figures grown = new Figures();
        for (int i = 0; i < sums.length; i++) {
            grown.sums[i] = sums[i] - earlier.sums[i];
        }
        return grown;
    }

    void add(Figures more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more.sums[i];
        }
    }

    /** Audit events in these sums: of two with one key, the one with more is the later one. */
    long events() {
        return sums[EVENTS];
    }

    /** @param status as its place in {@link Outcomes#STATUSES} */
    long requests(int status) {
        return sums[status];
    }

    long requests() {
        long all = 0;
        for (int status = 0; status < ATTEMPTS; status++) {
            all += sums[status];
        }
        return all;
    }

    long attempts() {
        return sums[ATTEMPTS];
    }

    long cost() {
        return sums[COST];
    }

    void writeRequests(ObjectNode node) {
        ObjectNode requests = node.putObject("requests");
        for (int status = 0; status < ATTEMPTS; status++) {
            if (sums[status] > 0) {
                requests.put(Outcomes.STATUSES.get(status), sums[status]);
            }
        }
    }

    void writeAttempts(ObjectNode node) {
        node.put("attempts", sums[ATTEMPTS])
                .put("failures", sums[FAILURES])
                .put("prompt_tokens", sums[PROMPT])
                .put("completion_tokens", sums[COMPLETION]);
        writeCost(node);
    }

    void writeCost(ObjectNode node) {
        node.put(
                "cost_usd",
                sums[COST] == 0
                        ? "0"
                        : BigDecimal.valueOf(sums[COST], NANO_DIGITS)
                                .stripTrailingZeros()
                                .toPlainString());
    }
}
