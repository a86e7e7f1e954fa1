package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import java.util.List;

/** The answer in one body. */
record WholeAnswer(Call call) implements Answer {
    @Override
    public boolean wantsChunks() {
        return false;
    }

    @Override
    public void arrived(List<CompletionChunk> chunks) {
        throw new IllegalStateException("an answer in one body got chunks");
    }

    @Override
    public void answered(CompletionResponse response) {
        if (response.getStatus() == Status.COMPLETED) {
            call.json(200, Completions.body(response));
        } else {
            call.fail(ApiError.of(response));
        }
    }

    @Override
    public void failed(ApiError error) {
        call.fail(error);
    }
}
