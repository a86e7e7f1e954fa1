package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.calls.Intake.Source;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Priority;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final Pipeline pipeline = new Pipeline(Pipeline.defaults(), 1);

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void request(String id, Priority priority) {
        pipeline.request(Pipeline.request(id, "x").setPriority(priority).build());
    }

    private List<String> called() {
        return pipeline.provider.calls.stream().map(FakeProvider.Started::id).toList();
    }

    private void answerLast() {
        pipeline.provider.last().succeed("x");
        pipeline.look();
        pipeline.commit();
        pipeline.look();
    }

    @Test
    void noMoreCallsAreOpenThanTheBoundSaysAndTheRestWaitsInTheStore() {
        request("r1", Priority.NORMAL);
        request("r2", Priority.NORMAL);
        pipeline.look();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.slots.waiting()).isEqualTo(1);
        assertThat(pipeline.rows()).isEqualTo(2);
        answerLast();
        assertThat(called()).containsExactly("r1", "r2");
        answerLast();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getAttempts)
                .containsExactly(1, 1);
        assertThat(pipeline.slots.taken()).isZero();
        assertThat(pipeline.slots.heldBytes()).isZero();
    }

    @Test
    void theMostUrgentOfThoseThatWaitGoesFirst() {
        request("first", Priority.BULK);
        request("bulk", Priority.BULK);
        request("normal", Priority.NORMAL);
        request("interactive", Priority.INTERACTIVE);
        answerLast();
        answerLast();
        answerLast();
        assertThat(called()).startsWith("first", "interactive").contains("bulk", "normal");
    }

    @Test
    void whatComesOnTheInteractiveTopicIsInteractive() {
        request("first", Priority.NORMAL);
        request("normal", Priority.NORMAL);
        var urgent = Pipeline.request("urgent", "x").setPriority(Priority.BULK).build();
        pipeline.raw("llm.requests-interactive", "urgent", PlainCodec.write(urgent));
        answerLast();
        assertThat(called()).containsExactly("first", "urgent");
    }

    @Test
    void readingStopsWhileManyWaitAndGoesOnWhenFewDo() {
        for (int i = 0; i < 6; i++) {
            request("r" + i, Priority.NORMAL);
        }
        assertThat(pipeline.intake.isOpen(Source.REQUESTS)).isFalse();
        answerLast();
        assertThat(pipeline.intake.isOpen(Source.REQUESTS)).isTrue();
    }

    @Test
    void aWaitingRequestIsCancelledAtOnceAndWithoutACall() {
        request("r1", Priority.NORMAL);
        request("r2", Priority.NORMAL);
        pipeline.cancel("r2");
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.CANCELLED);
        assertThat(pipeline.audit())
                .extracting(AuditEvent::getKind)
                .containsExactly("admitted", "admitted", "cancel", "response");
        answerLast();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.slots.waiting()).isZero();
    }

    @Test
    void aRequestWhoseDeadlinePassesWhileItWaitsIsAnsweredThen() {
        request("r1", Priority.NORMAL);
        pipeline.request(Pipeline.request("r2", "x")
                .setDeadline(Pipeline.START.plusSeconds(5))
                .build());
        pipeline.advance(Duration.ofSeconds(6));
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.EXPIRED);
        assertThat(response.getError().getMessage()).endsWith("passed while the request waited to be called");
        answerLast();
        assertThat(called()).containsExactly("r1");
    }

    @Test
    void waitingRequestsSurviveARestartAndCountNoDispatch() {
        request("r1", Priority.NORMAL);
        request("r2", Priority.NORMAL);
        pipeline.provider.last().succeed("x");
        pipeline.restart();
        pipeline.look();
        pipeline.commit();
        pipeline.look();
        assertThat(called()).containsExactly("r1", "r2");
        answerLast();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getAttempts)
                .containsExactly(1, 1);
    }

    @Test
    void aCallThatBeganInAnAbortedTransactionIsAdoptedAlthoughItsRowSaysWaiting() {
        request("r1", Priority.NORMAL);
        request("r2", Priority.NORMAL);
        byte[] waiting = pipeline.row("r2");
        answerLast();
        assertThat(called()).containsExactly("r1", "r2");
        pipeline.putRow("r2", waiting);
        pipeline.restart();
        pipeline.look();
        assertThat(called()).containsExactly("r1", "r2");
        answerLast();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("r2");
    }

    @Test
    void aDeadlineThatNoAnswerLatelyWouldHaveMetIsNotPaidFor() {
        for (int i = 0; i < 20; i++) {
            pipeline.quickest.answered(2_000, Pipeline.START.toEpochMilli());
        }
        pipeline.request(Pipeline.request("r1", "x")
                .setDeadline(Pipeline.START.plusMillis(1_500))
                .build());
        pipeline.request(Pipeline.request("r2", "x")
                .setDeadline(Pipeline.START.plusMillis(2_500))
                .build());
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.EXPIRED);
        assertThat(response.getError().getMessage())
                .endsWith(
                        "cannot be met: 1500 ms are left, and no answer of the last minute came in less than 2000 ms");
        assertThat(called()).containsExactly("r2");
    }

    @Test
    void aSlotWhoseRowCannotBeWrittenComesBackWithTheTask() {
        pipeline.failWrite(1);
        assertThatThrownBy(() -> request("r1", Priority.NORMAL)).hasStackTraceContaining("the store failed");
        pipeline.restart();
        assertThat(pipeline.slots.taken()).isZero();
        assertThat(pipeline.slots.heldBytes()).isZero();
        request("r1", Priority.NORMAL);
        assertThat(called()).containsExactly("r1");
    }

    @Test
    void aGrantedSlotWhoseRowCannotBeWrittenComesBackWithTheTask() {
        request("r1", Priority.NORMAL);
        request("r2", Priority.NORMAL);
        pipeline.provider.last().succeed("x");
        pipeline.failWrite(2);
        assertThatThrownBy(pipeline::look).hasStackTraceContaining("the store failed");
        pipeline.calls.close();
        pipeline.restart();
        assertThat(pipeline.slots.taken()).isZero();
        pipeline.look();
        pipeline.look();
        assertThat(called()).containsExactly("r1", "r2");
    }

    @Test
    void whatIsReadAfterARestartStandsBehindWhatWasUnderWay() {
        request("r1", Priority.NORMAL);
        pipeline.calls.close();
        pipeline.restart();
        request("r2", Priority.NORMAL);
        pipeline.look();
        pipeline.commit();
        pipeline.look();
        pipeline.commit();
        assertThat(called()).first().isEqualTo("r1");
        assertThat(pipeline.slots.waiting() + pipeline.provider.calls.size()).isEqualTo(3);
    }

    @Test
    void aCallOfAnotherProcessIsNotTakenOver() {
        request("r1", Priority.NORMAL);
        pipeline.restartAsAnotherProcess();
        pipeline.look();
        pipeline.commit();
        pipeline.look();
        pipeline.commit();
        assertThat(pipeline.provider.calls.getLast().attempt().number()).isEqualTo(1);
        pipeline.calls.close();
        pipeline.look();
        pipeline.commit();
        assertThat(pipeline.provider.calls.getLast().attempt().number()).isEqualTo(2);
    }

    @Test
    void aStoppedProcessBeginsNoCallAndKeepsWhatWaits() {
        request("r1", Priority.NORMAL);
        request("r2", Priority.NORMAL);
        pipeline.intake.stop();
        answerLast();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.slots.taken()).isZero();
        assertThat(pipeline.rows()).isEqualTo(2);
    }
}
