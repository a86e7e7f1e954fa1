package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.RequestRow;
import dev.alize.schemas.ResponseError;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests whose time is over while they wait. One whose deadline passed is expired, as its caller wanted; one
 * that became too old because its targets failed it has failed, and is a dead letter that can be redriven.
 */
final class Expired {
    private final Engine engine;
    private final ProcessorContext<byte[], Object> context;

    /** @param context of a stage before the answer stage */
    Expired(Engine engine, ProcessorContext<byte[], Object> context) {
        this.engine = engine;
        this.context = context;
    }

    /** @param when such as {@code while the request waited to be called} */
    void answer(RequestKey key, RequestRow row, String when, long now) {
        OpenRequest open = row.getOpen();
        String message = Expiry.message(open, when);
        FailureKind kind = FailureKind.DEADLINE_EXCEEDED;
        if (!Expiry.isByDeadline(open) && (open.getLastFailure() != null || noTargetTakesCalls(open))) {
            kind = FailureKind.TARGETS_UNAVAILABLE;
            message = message + "; " + why(open.getLastFailure());
        }
        CompletionResponse response = Responses.failed(open, kind, message, engine.settings(), now);
        response.setTarget(open.getTarget());
        Answered answered = new Answered(key, row.getContentHash(), open, response, null, null);
        context.forward(new Record<>(RecordParts.key(open), answered, now), Stages.ANSWER);
    }

    private boolean noTargetTakesCalls(OpenRequest open) {
        return open.getRoute().stream().noneMatch(engine.router()::takesCalls);
    }

    private static String why(@Nullable ResponseError failure) {
        return failure == null ? "no target took calls" : "the last attempt failed: " + failure.getKind();
    }
}
