package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Next;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FallbackTest {
    private static final Duration SOON = Duration.ofMillis(100);

    private final FakeRouter router = FakeRouter.of("a", "b");
    private final Pipeline pipeline = new Pipeline(router);

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

    @Test
    void theNextTargetOfTheRouteAnswersAndTheTrailSaysSo() {
        router.next = failed -> new Next.Fallback(new Route(List.of("b")));
        request("r");
        fail(FailureKind.UNAUTHORIZED, 401);
        pipeline.look();
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        succeed();
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getTarget()).isEqualTo("b");
        assertThat(response.getAttempts()).isEqualTo(2);
        FallbackTicket ticket =
                PlainCodec.read(pipeline.records("llm.fallbacks").getFirst().value(), FallbackTicket.class);
        assertThat(ticket.getFrom()).isEqualTo("a");
        assertThat(ticket.getTo()).isEqualTo("b");
        List<AuditEvent> audit = pipeline.audit();
        assertThat(audit)
                .extracting(AuditEvent::getKind)
                .containsExactly("admitted", "attempt", "fallback", "attempt", "response");
        assertThat(audit.get(1).getAttempt().getDroppedFields()).isEmpty();
        assertThat(audit.get(2).getReason()).isEqualTo("unauthorized");
    }

    @Test
    void aTargetThatTakesNoCallsIsSkippedFromTheStart() {
        router.closed.add("a");
        request("r");
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        succeed();
    }

    @Test
    void thoseThatWaitForATargetLeaveForTheNextOneAsSoonAsItTakesNoCalls() {
        router.next = failed -> new Next.Retry(failed.route(), 60_000, true);
        request("r1");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(SOON);
        assertThat(pipeline.provider.calls).hasSize(1);
        router.closed.add("a");
        router.change();
        advance(SOON);
        assertThat(pipeline.provider.calls).hasSize(2);
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        succeed();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getTarget)
                .containsExactly("b");
        assertThat(pipeline.intake.delayed()).isZero();
    }

    @Test
    void withNoTargetLeftTheyWaitAndAreCalledWhenOneTakesCallsAgain() {
        router.next = failed -> new Next.Retry(failed.route(), 1_000, false);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        router.closed.addAll(List.of("a", "b"));
        router.change();
        advance(Duration.ofMinutes(5));
        assertThat(pipeline.provider.calls).hasSize(1);
        router.closed.remove("b");
        router.change();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        succeed();
        assertThat(pipeline.responses().getFirst().getAttempts()).isEqualTo(2);
    }

    @Test
    void aRequestThatNeverFoundATargetFailsWhenItIsTooOld() {
        router.closed.addAll(List.of("a", "b"));
        request("r");
        advance(Duration.ofMinutes(16));
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getError().getKind()).isEqualTo("targets_unavailable");
        assertThat(response.getError().getRetryable()).isTrue();
        assertThat(response.getAttempts()).isZero();
    }

    @Test
    void aTicketThatTheTopicLostIsTakenUpFromTheRow() {
        router.next = failed -> new Next.Fallback(new Route(List.of("b")));
        request("r");
        byte[] called = pipeline.row("r");
        fail(FailureKind.UNAUTHORIZED, 401);
        byte[] inTicket = pipeline.row("r");
        assertThat(inTicket).isNotEqualTo(called);
        pipeline.restartAsAnotherProcess();
        advance(SOON);
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        succeed();
        assertThat(pipeline.responses()).hasSize(1);
    }

    @Test
    void aDeadlineThatTheQuotaOfTheFirstTargetCannotMeetSendsItToTheNext() {
        router.outOfQuota.add("a");
        router.waitMs = 60_000;
        pipeline.request(Pipeline.request("r", "x")
                .setDeadline(pipeline.now().plusSeconds(10))
                .build());
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        succeed();
    }

    @Test
    void anotherTargetStartsWithAttemptsOfItsOwn() {
        router.next = failed -> failed.target().equals("a")
                ? new Next.Fallback(new Route(List.of("b")))
                : new Next.Retry(failed.route(), 10, true);
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        pipeline.look();
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        advance(SOON);
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        assertThat(router.failures).extracting("attempts").containsExactly(0, 0, 1);
        pipeline.cancel("r");
    }

    /** The ticket comes back before the first look after a restart, while the target it left takes no calls. */
    @Test
    void aTicketThatIsReadRightAfterARestartIsOneCallAndLeavesNothingBehind() {
        router.next = failed -> new Next.Fallback(new Route(List.of("b", "a")));
        router.closed.add("none");
        request("r");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        byte[] ticket = pipeline.records("llm.fallbacks").getFirst().value();
        byte[] called = pipeline.row("r");
        assertThat(called).isNotNull();
        router.closed.add("a");
        pipeline.restart();
        pipeline.raw("llm.fallbacks", "r", ticket);
        advance(SOON);
        advance(SOON);
        assertThat(pipeline.provider.calls).hasSize(2);
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        succeed();
        pipeline.look();
        assertThat(pipeline.responses()).hasSize(1);
        assertThat(pipeline.slots.taken()).isZero();
        assertThat(pipeline.slots.waiting()).isZero();
        assertThat(pipeline.intake.delayed()).isZero();
    }

    @Test
    void anHourWithoutAnyTargetCostsNoRequestThatMayWaitForSoLong() {
        try (Pipeline patient = new Pipeline(router, Pipeline.patient())) {
            router.next = failed -> new Next.Retry(failed.route(), 1_000, false);
            for (int i = 0; i < 20; i++) {
                patient.request(Pipeline.request("r" + i, "x").build());
            }
            patient.provider.calls.forEach(call -> call.fail(FailureKind.PROVIDER_UNAVAILABLE, 503));
            patient.look();
            patient.commit();
            router.closed.addAll(List.of("a", "b"));
            router.change();
            for (int minute = 0; minute < 60; minute++) {
                patient.advance(Duration.ofMinutes(1));
            }
            assertThat(patient.responses()).isEmpty();
            assertThat(patient.provider.calls).hasSize(20);
            router.closed.clear();
            router.change();
            patient.look();
            patient.look();
            assertThat(patient.provider.calls).hasSize(40);
            patient.provider.calls.subList(20, 40).forEach(call -> call.succeed("x"));
            patient.look();
            patient.commit();
            assertThat(patient.responses())
                    .hasSize(20)
                    .allSatisfy(response -> assertThat(response.getStatus()).isEqualTo(Status.COMPLETED));
        }
    }
}
