package dev.alize.simulator;

import java.util.Map;

/**
 * What the simulator saw since its start or the last reset. Only calls of the chat and code completion
 * endpoints count.
 *
 * @param calls requests received, refused ones included
 * @param open calls whose whole body is here and that are not answered yet
 * @param mostOpen the highest {@code open} ever was
 * @param cancelled calls whose client left before the answer
 * @param broken calls ended by the simulator without a whole answer: reset, truncated, or a stream broken off
 * @param answers whole answers by HTTP status
 * @param streams those of the calls that were streamed
 * @param callsPerRequestId calls by {@code x-alize-request-id}; empty where ids are not tracked
 * @param untracked calls with an id beyond the bound of a million ids
 */
public record Statistics(
        long calls,
        int open,
        int mostOpen,
        long cancelled,
        long broken,
        Map<Integer, Long> answers,
        Streams streams,
        Map<String, Integer> callsPerRequestId,
        long untracked) {
    public Statistics {
        answers = Map.copyOf(answers);
        callsPerRequestId = Map.copyOf(callsPerRequestId);
    }

    /**
     * How streams ended; those that did not are open.
     *
     * @param started their first byte was sent
     * @param finished ended with {@code [DONE]}
     * @param cancelled the client left before the end
     * @param broken ended by the simulator without {@code [DONE]}
     */
    public record Streams(long started, long finished, long cancelled, long broken) {}
}
