package dev.alize.console.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** Requests answered in each of the last {@link #STEPS} steps, by status. Not thread-safe. */
final class Outcomes {
    static final int STEPS = 360;
    static final int STEP_MS = 10_000;
    /** In the order of {@link Figures}. */
    static final List<String> STATUSES = List.of("completed", "failed", "blocked", "expired", "cancelled");

    private final long[][] counts = new long[STATUSES.size()][STEPS];
    private long newest;

    /** Counts what a row of usage grew by. */
    void add(Figures grown, long atMs) {
        long step = atMs / STEP_MS;
        advance(step);
        if (step > newest - STEPS) {
            int i = (int) (step % STEPS);
            for (int status = 0; status < counts.length; status++) {
                counts[status][i] += grown.requests(status);
            }
        }
    }

    private void advance(long step) {
        if (step - newest >= STEPS) {
            Arrays.stream(counts).forEach(series -> Arrays.fill(series, 0));
            newest = step;
        }
        while (newest < step) {
            newest++;
            int i = (int) (newest % STEPS);
            Arrays.stream(counts).forEach(series -> series[i] = 0);
        }
    }

    /** As in the state: the steps that end with the one that is under way. */
    ObjectNode json(long nowMs) {
        advance(nowMs / STEP_MS);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("step_seconds", STEP_MS / 1_000);
        node.put("from", (newest - STEPS + 1) * STEP_MS);
        ObjectNode series = node.putObject("series");
        for (int status = 0; status < counts.length; status++) {
            ArrayNode array = series.putArray(STATUSES.get(status));
            for (long step = newest - STEPS + 1; step <= newest; step++) {
                array.add(step < 0 ? 0 : counts[status][(int) (step % STEPS)]);
            }
        }
        return node;
    }
}
