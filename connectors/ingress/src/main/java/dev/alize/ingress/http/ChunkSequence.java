package dev.alize.ingress.http;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the chunks of one request into order: by sequence without gaps, without repeats, and nothing of an attempt once a
 * higher one has begun. Not thread-safe.
 */
final class ChunkSequence {
    /** How far beyond a gap chunks are kept; on a topic they hardly ever come out of order. */
    private static final int MOST_AHEAD = 1_000;

    private final Map<Integer, CompletionChunk> ahead = new HashMap<>();
    private int attempt;
    private int next;

    /** The chunks that can be read now, in order; empty for one that is old, repeated or behind a gap. */
    List<CompletionChunk> add(CompletionChunk chunk) {
        if (chunk.getAttempt() > attempt) {
            attempt = chunk.getAttempt();
            next = 0;
            ahead.clear();
        }
        long lead = (long) chunk.getSequence() - next;
        if (chunk.getAttempt() < attempt || lead < 0 || lead >= MOST_AHEAD) {
            return List.of();
        }
        if (lead == 0 && ahead.isEmpty()) {
            next++;
            return List.of(chunk);
        }
        ahead.putIfAbsent(chunk.getSequence(), chunk);
        List<CompletionChunk> readable = new ArrayList<>();
        for (CompletionChunk due = ahead.remove(next); due != null; due = ahead.remove(next)) {
            readable.add(due);
            next++;
        }
        return readable;
    }

    /** The attempt of which chunks came last; 0 before the first. */
    int attempt() {
        return attempt;
    }

    /** The attempt of which a response's chunks are: one from the response cache is published as one more. */
    static int lastAttempt(CompletionResponse response) {
        return response.getAttempts() + (response.getCached() ? 1 : 0);
    }

    /** Whether everything has been read that the response says was published of its last attempt. */
    boolean isComplete(CompletionResponse response) {
        int last = lastAttempt(response);
        return response.getChunks() > 0 && attempt == last && next >= response.getChunks();
    }
}
