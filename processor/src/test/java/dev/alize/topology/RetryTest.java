package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.calls.Intake.Source;
import dev.alize.domain.FailureKind;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Router.Next;
import dev.alize.domain.Router.Routing;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.RetryTicket;
import dev.alize.schemas.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final Duration SOON = Duration.ofMillis(100);

    private final FakeRouter router = FakeRouter.of("a", "b");
    private Pipeline pipeline = new Pipeline(router);

    @AfterEach
    void close() {
        pipeline.close();
        assertThat(router.open).isEmpty();
    }

    private void request(String id) {
        pipeline.request(Pipeline.request(id, "x").build());
    }

    private void fail(FailureKind kind, int status) {
        pipeline.provider.last().fail(kind, status);
        pipeline.look();
        pipeline.commit();
    }

    /** What is due is granted its slot at the look after the one that finds it. */
    private void advance(Duration time) {
        pipeline.advance(time);
        pipeline.look();
        pipeline.look();
    }

    private void succeed() {
        pipeline.provider.last().succeed("x");
        pipeline.look();
        pipeline.commit();
    }

    private void retryAfter(long ms) {
        router.next = failed -> new Next.Retry(failed.route(), ms, true);
    }

    private List<String> audited() {
        return pipeline.audit().stream().map(AuditEvent::getKind).toList();
    }

    @Test
    void aFailedAttemptIsMadeAgainWhenItIsDueAndAnsweredOnce() {
        retryAfter(1_000);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(Duration.ofMillis(900));
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.slots.taken()).isZero();
        advance(Duration.ofMillis(150));
        assertThat(pipeline.provider.calls).hasSize(2);
        assertThat(pipeline.provider.last().attempt().number()).isEqualTo(2);
        succeed();
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.getAttempts()).isEqualTo(2);
        assertThat(audited()).containsExactly("admitted", "attempt", "retry", "attempt", "response");
        assertThat(router.passes).allSatisfy(pass -> assertThat(pass.endings).hasSize(1));
    }

    @Test
    void theTicketSaysWhatHappenedAndWhenItIsDueButNothingOfTheText() {
        retryAfter(1_000);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        var record = pipeline.records("llm.retries").getFirst();
        RetryTicket ticket = PlainCodec.read(record.value(), RetryTicket.class);
        assertThat(ticket.getHop()).isEqualTo(2);
        assertThat(ticket.getTarget()).isEqualTo("a");
        assertThat(ticket.getDueAt()).isEqualTo(pipeline.now().plusSeconds(1));
        assertThat(ticket.getError().getKind()).isEqualTo("provider_unavailable");
        assertThat(header(record.headers(), "__streams.errors.exception")).isEqualTo("provider_unavailable");
        assertThat(header(record.headers(), "llm.attempt")).isEqualTo("1");
        assertThat(header(record.headers(), "llm.http-status")).isEqualTo("503");
        pipeline.cancel("r");
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsUsedUpIsCountedForTheTargetThatFailed() {
        retryAfter(10);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(SOON);
        router.next = failed -> new Next.Retry(failed.route(), 10, false);
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(SOON);
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        assertThat(router.failures).extracting("attempts").containsExactly(0, 1, 1);
        assertThat(router.failures).extracting("failures").containsExactly(0, 1, 2);
        pipeline.cancel("r");
    }

    @Test
    void givenUpItIsADeadLetterWithTheLastFailure() {
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getError().getKind()).isEqualTo("provider_unavailable");
        assertThat(pipeline.records("llm.dead-letters")).hasSize(1);
    }

    @Test
    void oursToPaceItWaitsForQuotaAgainWithoutATicket() {
        router.next = failed -> new Next.Requeue(failed.route());
        request("r");
        router.outOfQuota.add("a");
        fail(FailureKind.RATE_LIMITED, 429);
        advance(Duration.ofSeconds(10));
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.records("llm.retries")).isEmpty();
        router.outOfQuota.clear();
        router.change();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        succeed();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.COMPLETED);
    }

    @Test
    void theOrderOfAKeyIsKeptThroughARetry() {
        retryAfter(1_000);
        pipeline.request(Pipeline.request("first", "x").setOrderingKey("k").build());
        pipeline.request(Pipeline.request("second", "x").setOrderingKey("k").build());
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(Duration.ofMillis(500));
        assertThat(pipeline.provider.calls).hasSize(1);
        pipeline.restartAsAnotherProcess();
        advance(Duration.ofSeconds(2));
        assertThat(pipeline.provider.calls).extracting(FakeProvider.Started::id).containsExactly("first", "first");
        succeed();
        pipeline.look();
        succeed();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("first", "second");
    }

    @Test
    void itIsDueAtTheSameTimeAfterARestart() {
        retryAfter(60_000);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        pipeline.look();
        assertThat(pipeline.intake.delayed()).isOne();
        pipeline.restartAsAnotherProcess();
        assertThat(pipeline.intake.delayed()).isOne();
        advance(Duration.ofSeconds(50));
        assertThat(pipeline.provider.calls).hasSize(1);
        advance(Duration.ofSeconds(11));
        assertThat(pipeline.provider.calls).hasSize(2);
        succeed();
        assertThat(pipeline.responses().getFirst().getAttempts()).isEqualTo(2);
        assertThat(pipeline.intake.delayed()).isZero();
    }

    @Test
    void aTicketThatIsNotThatOfTheRowIsStale() {
        retryAfter(60_000);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        var ticket = pipeline.records("llm.retries").getFirst();
        pipeline.cancel("r");
        pipeline.raw("llm.retries", "r", ticket.value());
        advance(Duration.ofSeconds(70));
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.CANCELLED);
    }

    @Test
    void aTicketReadTwiceIsOneAttempt() {
        retryAfter(1_000);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        var ticket = pipeline.records("llm.retries").getFirst();
        pipeline.raw("llm.retries", "r", ticket.value());
        advance(Duration.ofSeconds(2));
        pipeline.raw("llm.retries", "r", ticket.value());
        advance(Duration.ofSeconds(2));
        assertThat(pipeline.provider.calls).hasSize(2);
        succeed();
    }

    @Test
    void aTicketThatCannotBeDecodedIsADeadLetter() {
        pipeline.raw("llm.retries", "r", new byte[] {1, 2, 3});
        pipeline.raw("llm.fallbacks", "r", null);
        assertThat(pipeline.records("llm.dead-letters")).hasSize(2);
        assertThat(audited()).containsExactly("undecodable", "undecodable");
    }

    @Test
    void aRequestThatWaitsForItsNextAttemptCanBeCancelled() {
        retryAfter(60_000);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        pipeline.cancel("r");
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.CANCELLED);
        advance(Duration.ofSeconds(70));
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.intake.delayed()).isZero();
    }

    @Test
    void itExpiresAtItsDeadlineWhileItWaits() {
        retryAfter(60_000);
        pipeline.request(Pipeline.request("r", "x")
                .setDeadline(pipeline.now().plusSeconds(30))
                .build());
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(Duration.ofSeconds(31));
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.EXPIRED);
    }

    @Test
    void tooOldBecauseItsTargetsFailedItHasFailedAndCanBeRedriven() {
        retryAfter(Duration.ofHours(1).toMillis());
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(Duration.ofMinutes(16));
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getError().getKind()).isEqualTo("targets_unavailable");
        assertThat(response.getError().getMessage()).contains("provider_unavailable");
        assertThat(pipeline.records("llm.dead-letters")).hasSize(1);
    }

    @Test
    void withNothingLeftInTheBudgetItWaitsAndLosesNoAttempt() {
        retryAfter(10);
        router.retries = 0;
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(Duration.ofSeconds(5));
        assertThat(pipeline.provider.calls).hasSize(1);
        router.retries = 1;
        advance(Duration.ofSeconds(1));
        assertThat(pipeline.provider.calls).hasSize(2);
        succeed();
    }

    @Test
    void manyThatWaitForTheirNextAttemptStopTheReading() {
        retryAfter(60_000);
        for (int i = 0; i < 100; i++) {
            request("r" + i);
            fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
            pipeline.look();
        }
        assertThat(pipeline.intake.isOpen(Source.REQUESTS)).isFalse();
        assertThat(pipeline.intake.isOpen(Source.INTERACTIVE)).isTrue();
        router.next = failed -> new Next.GiveUp();
        for (int i = 0; i < 11; i++) {
            pipeline.cancel("r" + i);
        }
        assertThat(pipeline.intake.isOpen(Source.REQUESTS)).isTrue();
    }

    @Test
    void aRequestThatNoTargetCanServeIsRefusedWithoutACall() {
        router.nowhere = new Routing.Nowhere(FailureKind.NO_CAPABLE_TARGET, "the request needs vision; target a: chat");
        request("r");
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getError().getKind()).isEqualTo("no_capable_target");
        assertThat(response.getAttempts()).isZero();
        assertThat(pipeline.provider.calls).isEmpty();
    }

    @Test
    void anAbortedTransactionPaysNothingTwice() {
        retryAfter(10);
        request("r");
        byte[] called = pipeline.row("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503, false);
        pipeline.putRow("r", called);
        pipeline.restart();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(1);
        pipeline.commit();
        advance(SOON);
        assertThat(pipeline.provider.calls).hasSize(2);
        succeed();
        assertThat(pipeline.responses()).hasSize(1);
    }

    private void fail(FailureKind kind, int status, boolean commit) {
        pipeline.provider.last().fail(kind, status);
        pipeline.look();
        if (commit) {
            pipeline.commit();
        }
    }

    /** The call of the next hop has begun when the transaction that settled the one before is aborted. */
    @Test
    void theNextCallIsAdoptedWhereItHadBegunBeforeTheTransactionWasAborted() {
        router.next = failed -> new Next.Requeue(failed.route());
        request("r");
        byte[] called = pipeline.row("r");
        fail(FailureKind.RATE_LIMITED, 429, false);
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        pipeline.putRow("r", called);
        pipeline.restart();
        pipeline.look();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        succeed();
        pipeline.look();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.COMPLETED);
    }

    @Test
    void aFailedWriteOfATicketLeavesTheCallForTheNextTask() {
        retryAfter(10);
        request("r");
        pipeline.failWrite(1);
        pipeline.provider.last().fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        assertThatThrownBy(pipeline::look).hasStackTraceContaining("the store failed");
        pipeline.restart();
        pipeline.look();
        advance(SOON);
        assertThat(pipeline.provider.calls).hasSize(2);
        succeed();
        assertThat(pipeline.responses()).hasSize(1);
    }

    @Test
    void aStreamThatBrokeOffIsMarkedAndTheNextAttemptBeginsAtZero() {
        retryAfter(10);
        pipeline.request(Pipeline.request("r", "x").setStream(true).build());
        pipeline.provider.last().event(delta("one"));
        pipeline.look();
        fail(FailureKind.CONNECTION_LOST, 200);
        advance(SOON);
        pipeline.provider.last().event(delta("two").replace("null", "\"stop\""));
        pipeline.provider.last().end();
        pipeline.look();
        pipeline.commit();
        var chunks = pipeline.chunks();
        var first = chunks.stream().filter(chunk -> chunk.getAttempt() == 1).toList();
        var second = chunks.stream().filter(chunk -> chunk.getAttempt() == 2).toList();
        assertThat(first.getLast().getLast()).isTrue();
        assertThat(first.getLast().getError().getKind()).isEqualTo("connection_lost");
        assertThat(second.getFirst().getSequence()).isZero();
        assertThat(second.getLast().getLast()).isTrue();
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getAttempts()).isEqualTo(2);
        assertThat(response.getChunks()).isEqualTo(second.size());
    }

    private static String delta(String text) {
        return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\""
                + text + "\"},\"finish_reason\":null}]}";
    }

    @Test
    void anEmptyRestartKeepsNothingDelayed() {
        Instant before = pipeline.now();
        pipeline.restart();
        assertThat(pipeline.now()).isEqualTo(before);
        assertThat(pipeline.intake.delayed()).isZero();
    }
}
