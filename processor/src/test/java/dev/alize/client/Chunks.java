package dev.alize.client;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import java.util.List;

/** Chunks as the gateway writes them. */
final class Chunks {
    private Chunks() {}

    static CompletionChunk chunk(int attempt, int sequence, String text) {
        return CompletionChunk.newBuilder()
                .setRequestId("id-1")
                .setTenant("acme")
                .setAttempt(attempt)
                .setSequence(sequence)
                .setDeltas(List.of(Delta.newBuilder()
                        .setMessage(Message.newBuilder()
                                .setRole("")
                                .setContent(text)
                                .build())
                        .build()))
                .build();
    }
}
