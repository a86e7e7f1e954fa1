package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.RetryTicket;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Smallest records of each kind, for serdes that only look a schema up when they write. */
final class Samples {
    private Samples() {}

    static CompletionResponse response() {
        return CompletionResponse.newBuilder()
                .setRequestId("sample")
                .setTenant("sample")
                .setStatus(Status.FAILED)
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .build();
    }

    static DeadLetter deadLetter() {
        ResponseError error = Responses.error(FailureKind.INTERNAL, null, "sample", null);
        CompletionRequest request = CompletionRequest.newBuilder()
                .setRequestId("sample")
                .setParameters(Parameters.newBuilder().build())
                .build();
        return DeadLetter.newBuilder()
                .setRequestId("sample")
                .setTenant("sample")
                .setError(error)
                .setSourceTopic("sample")
                .setSourcePartition(0)
                .setSourceOffset(0)
                .setAt(Instant.EPOCH)
                .setRequest(request)
                .build();
    }

    static AuditEvent auditEvent() {
        return AuditEvent.newBuilder().setKind("sample").setAt(Instant.EPOCH).build();
    }

    static RetryTicket retryTicket() {
        return RetryTicket.newBuilder()
                .setRequestId("sample")
                .setTenant("sample")
                .setHop(1)
                .setDueAt(Instant.EPOCH)
                .setAttempts(1)
                .setTarget("sample")
                .setError(Responses.error(FailureKind.INTERNAL, null, "sample", null))
                .setAt(Instant.EPOCH)
                .build();
    }

    static FallbackTicket fallbackTicket() {
        return FallbackTicket.newBuilder()
                .setRequestId("sample")
                .setTenant("sample")
                .setHop(1)
                .setFrom("sample")
                .setTo("sample")
                .setAttempts(1)
                .setError(Responses.error(FailureKind.INTERNAL, null, "sample", null))
                .setAt(Instant.EPOCH)
                .build();
    }

    static AuditCheckpoint checkpoint() {
        return AuditCheckpoint.newBuilder()
                .setChain("sample")
                .setEpoch(0)
                .setSequence(0)
                .setHash(ByteBuffer.allocate(0))
                .setAt(Instant.EPOCH)
                .setInstance("sample")
                .setKeyId("sample")
                .setSignature(ByteBuffer.allocate(0))
                .build();
    }

    static CachedAnswer cachedAnswer() {
        return CachedAnswer.newBuilder()
                .setAt(Instant.EPOCH)
                .setTenant("sample")
                .build();
    }

    static BudgetClaim budgetClaim() {
        return new BudgetClaim("sample", 0, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, false);
    }

    static CompletionChunk chunk() {
        return new CompletionChunk("sample", "sample", 0, 1, 0, List.of(), true, null);
    }
}
