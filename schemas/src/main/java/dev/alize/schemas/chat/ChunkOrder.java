package dev.alize.schemas.chat;

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
public final class ChunkOrder {
    private final int mostAhead;
    private final Map<Integer, CompletionChunk> ahead = new HashMap<>();
    private int attempt;
    private int next;

    /** @param mostAhead how far beyond a gap chunks are kept, 1 or more; on a topic they hardly ever come out of order */
    public ChunkOrder(int mostAhead) {
        this.mostAhead = mostAhead;
    }

    /** The chunks that can be read now, in order; empty for one that is old, repeated or behind a gap. */
    public List<CompletionChunk> add(CompletionChunk chunk) {
        if (chunk.getAttempt() > attempt) {
            attempt = chunk.getAttempt();
            next = 0;
            ahead.clear();
        }
        long lead = (long) chunk.getSequence() - next;
        if (chunk.getAttempt() < attempt || lead < 0 || lead >= mostAhead) {
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
    public int attempt() {
        return attempt;
    }

    /**
     * Whether the response's own attempt was streamed, and every chunk of it that the response counts has been read. An
     * answer from the response cache is published as one more attempt.
     */
    public boolean hasAll(CompletionResponse response) {
        return response.getChunks() > 0 && attempt == last(response) && next >= response.getChunks();
    }

    /** Whether no chunk is to be waited for: as {@link #hasAll}, and where there are none or they were replaced. */
    public boolean isComplete(CompletionResponse response) {
        return response.getChunks() == 0 || attempt > last(response) || hasAll(response);
    }

    private static int last(CompletionResponse response) {
        return response.getAttempts() + (response.getCached() ? 1 : 0);
    }
}
