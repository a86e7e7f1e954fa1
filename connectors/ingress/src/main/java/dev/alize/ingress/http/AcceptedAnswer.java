package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.List;

/** 202 once Kafka has the request: its caller comes back for the response. */
record AcceptedAnswer(Call call) implements Answer {
    @Override
    public boolean wantsChunks() {
        return false;
    }

    @Override
    public void opened() {
        String id = call.requestId();
        call.json(202, Envelopes.open(id), Envelopes.location(id));
    }

    @Override
    public void arrived(List<CompletionChunk> chunks) {
        throw new IllegalStateException("an asynchronous request got chunks");
    }

    /** Sooner than Kafka's word that the request was written, or before it was asked again: told when he asks. */
    @Override
    public void answered(CompletionResponse response) {
        opened();
    }

    @Override
    public void failed(ApiError error) {
        call.fail(error);
    }
}
