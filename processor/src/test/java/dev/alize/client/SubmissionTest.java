package dev.alize.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.Submission.Answer;
import dev.alize.client.Submission.Waiting;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Priority;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private static final Prompt PROMPT = new Prompt(
            "id-1",
            "acme",
            new Prompt.Chat("hello", Optional.of("Be brief")),
            Optional.of("codestral-latest"),
            new Prompt.Delivery(
                    Priority.NORMAL, Optional.of(Instant.EPOCH), Optional.empty(), Optional.of("subject-1"), false));

    @Test
    void asksWithEverythingThatWasSaidAndGivesTheText() {
        MemoryExchange exchange = new MemoryExchange(SubmissionTest::answered);

        Answer answer = Submission.await(exchange, PROMPT, waiting(false)).orElseThrow();

        assertThat(answer.completed()).isTrue();
        assertThat(answer.text()).isEqualTo("bonjour");
        assertThat(answer.json().at("/body/choices/0/message/content").asText()).isEqualTo("bonjour");
        CompletionRequest sent = exchange.sent.getFirst();
        assertThat(sent.getModel()).isEqualTo("codestral-latest");
        assertThat(sent.getDeadline()).isEqualTo(Instant.EPOCH);
        assertThat(sent.getSubject()).isEqualTo("subject-1");
        assertThat(sent.getMessages().stream().map(message -> message.getRole() + ": " + message.getContent()))
                .containsExactly("system: Be brief", "user: hello");
    }

    @Test
    void findsTheOldAnswerToARepeatedId() {
        MemoryExchange exchange = new MemoryExchange(request -> Optional.empty());
        exchange.topic.add(Responses.completed("id-1", "stranger", "no"));
        exchange.topic.add(Responses.completed("id-1", "acme", "yes"));

        assertThat(Submission.await(exchange, PROMPT, waiting(true))
                        .orElseThrow()
                        .text())
                .isEqualTo("yes");
        assertThat(Submission.await(exchange, PROMPT, waiting(false))).isEmpty();
    }

    @Test
    void saysWhyARequestWasNotCompleted() {
        CompletionResponse failed = Responses.ended(Status.FAILED, "rate_limited", "our_quota", 429);
        failed.setRequestId("id-1");
        failed.setTenant("acme");

        Answer answer = Submission.await(new MemoryExchange(request -> Optional.of(failed)), PROMPT, waiting(false))
                .orElseThrow();

        assertThat(answer.completed()).isFalse();
        assertThat(answer.text()).isEqualTo("failed: rate_limited: It did not work");
        assertThat(answer.json().at("/error/http_status").asInt()).isEqualTo(429);
        assertThat(answer.json().get("body").isNull()).isTrue();
    }

    @Test
    void tellsWhenKafkaDoesNotTakeTheRequest() {
        MemoryExchange exchange = new MemoryExchange(SubmissionTest::answered).delivering(request -> false);

        assertThatThrownBy(() -> Submission.await(exchange, PROMPT, waiting(false)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no broker");
    }

    private static Optional<CompletionResponse> answered(CompletionRequest request) {
        return Optional.of(Responses.completed(request.getRequestId(), request.getTenant(), "bonjour"));
    }

    /** Each look at the clock takes a second. */
    private static Waiting waiting(boolean repeated) {
        long[] seconds = {0};
        InstantSource clock = () -> Instant.EPOCH.plusSeconds(seconds[0]++);
        return new Waiting(Duration.ofSeconds(10), () -> false, repeated, clock);
    }
}
