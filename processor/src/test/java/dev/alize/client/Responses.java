package dev.alize.client;

import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Responses as the gateway writes them. */
public final class Responses {
    private Responses() {}

    public static CompletionResponse completed(String requestId, String tenant, String text) {
        return response(requestId, tenant, Status.COMPLETED)
                .setCompletionId("cmpl-1")
                .setModel("mistral-small-latest")
                .setChoices(List.of(Choice.newBuilder()
                        .setMessage(Message.newBuilder()
                                .setRole("assistant")
                                .setContent(text)
                                .build())
                        .setFinishReason("stop")
                        .build()))
                .build();
    }

    public static CompletionResponse ended(Status status, String kind, String blame, @Nullable Integer httpStatus) {
        return response("0123456789abcdef0123456789abcdef", "default", status)
                .setError(ResponseError.newBuilder()
                        .setKind(kind)
                        .setBlame(blame)
                        .setMessage("It did not work")
                        .setHttpStatus(httpStatus)
                        .build())
                .build();
    }

    public static CompletionResponse.Builder response(String requestId, String tenant, Status status) {
        return CompletionResponse.newBuilder()
                .setRequestId(requestId)
                .setTenant(tenant)
                .setStatus(status)
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build());
    }
}
