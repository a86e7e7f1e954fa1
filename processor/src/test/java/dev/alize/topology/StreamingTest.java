package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingTest {
    private final Pipeline pipeline = new Pipeline();

    @AfterEach
    void close() {
        pipeline.close();
    }

    private FakeProvider.Started stream(String id) {
        pipeline.request(Pipeline.request(id, "x").setStream(true).build());
        return pipeline.provider.last();
    }

    private static String delta(String text) {
        return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                + "\"content\":\"" + text + "\"}}]}";
    }

    private static String end() {
        return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";
    }

    private void write() {
        pipeline.advance(Duration.ofMillis(20));
        pipeline.commit();
    }

    private static String text(CompletionChunk chunk) {
        return chunk.getDeltas().stream()
                .map(delta -> String.valueOf(delta.getMessage().getContent()))
                .collect(Collectors.joining());
    }

    private List<String> chunks() {
        return pipeline.chunks().stream()
                .map(chunk -> chunk.getAttempt() + "/" + chunk.getSequence() + ":" + text(chunk)
                        + (chunk.getLast() ? "!" : "")
                        + (chunk.getError() == null ? "" : chunk.getError().getKind()))
                .toList();
    }

    @Test
    void deltasThatComeBetweenTwoLooksAreOneChunkAndTheResponseIsTheWhole() {
        FakeProvider.Started call = stream("r1");
        assertThat(call.attempt().timeout()).isEqualTo(Duration.ofSeconds(120));
        call.event(delta("a"));
        call.event(delta("b"));
        write();
        call.event(delta("c"));
        write();
        call.event(end());
        call.end();
        write();
        assertThat(chunks()).containsExactly("1/0:ab", "1/1:c", "1/2:!");
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getChunks()).isEqualTo(3);
        assertThat(response.getChoices().getFirst().getMessage().getContent()).isEqualTo("abc");
        assertThat(response.getUsage().getTotalTokens()).isEqualTo(3);
        assertThat(pipeline.slots.heldBytes()).isZero();
    }

    @Test
    void anErrorInMidStreamEndsTheAttemptWithAMarkedChunk() {
        FakeProvider.Started call = stream("r1");
        call.event(delta("a"));
        write();
        call.fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        write();
        assertThat(chunks()).containsExactly("1/0:a", "1/1:!provider_unavailable");
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getChunks()).isEqualTo(2);
    }

    @Test
    void aStreamThatIsRefusedHasNoChunks() {
        stream("r1").fail(FailureKind.UNAUTHORIZED, 401);
        write();
        assertThat(pipeline.chunks()).isEmpty();
        assertThat(pipeline.responses().getFirst().getChunks()).isZero();
    }

    @Test
    void aCancelledStreamEndsWithAMarkedChunk() {
        FakeProvider.Started call = stream("r1");
        call.event(delta("a"));
        write();
        call.event(delta("b"));
        pipeline.cancel("r1");
        assertThat(chunks()).containsExactly("1/0:a", "1/1:b!cancelled");
        assertThat(pipeline.responses().getFirst().getChunks()).isEqualTo(2);
    }

    @Test
    void aTaskThatComesBackGoesOnBehindTheCommittedChunks() {
        FakeProvider.Started call = stream("r1");
        call.event(delta("a"));
        write();
        call.event(delta("b"));
        pipeline.advance(Duration.ofMillis(20));
        pipeline.hooks.aborted();
        assertThat(chunks()).containsExactly("1/0:a", "1/1:b");
        call.event(delta("c"));
        pipeline.restart();
        pipeline.look();
        write();
        assertThat(chunks()).containsExactly("1/1:b", "1/2:c");
        call.event(end());
        call.end();
        write();
        assertThat(pipeline.responses().getFirst().getChunks()).isEqualTo(4);
        assertThat(pipeline.provider.calls).hasSize(1);
    }

    @Test
    void aNewAttemptAfterACrashStartsAtZero() {
        stream("r1").event(delta("a"));
        write();
        assertThat(chunks()).containsExactly("1/0:a");
        pipeline.calls.close();
        pipeline.restart();
        pipeline.look();
        write();
        pipeline.look();
        FakeProvider.Started again = pipeline.provider.last();
        assertThat(again.attempt().number()).isEqualTo(2);
        again.event(delta("A"));
        again.event(end());
        again.end();
        write();
        assertThat(chunks()).containsExactly("2/0:A!");
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getAttempts()).isEqualTo(2);
        assertThat(response.getChunks()).isEqualTo(1);
    }

    @Test
    void anEventThatIsNoChunkOfAnAnswerIsTold() {
        FakeProvider.Started call = stream("r1");
        assertThat(call.event("secret text")).isNotNull().doesNotContain("secret");
        assertThat(call.event(delta("a"))).isNull();
    }

    @Test
    void aStreamThatEndsWithoutAFinishedAnswerIsBroken() {
        FakeProvider.Started call = stream("r1");
        call.event(delta("a"));
        call.end();
        write();
        assertThat(pipeline.responses().getFirst().getError().getKind()).isEqualTo("broken_answer");
        assertThat(chunks()).containsExactly("1/0:a!broken_answer");
    }

    @Test
    void aWholeAnswerToAStreamedRequestIsOneChunk() {
        stream("r1").succeed("all at once");
        write();
        assertThat(chunks()).containsExactly("1/0:all at once!");
        assertThat(pipeline.responses().getFirst().getChunks()).isEqualTo(1);
    }

    @Test
    void twoStreamsDoNotMix() {
        FakeProvider.Started one = stream("r1");
        FakeProvider.Started two = stream("r2");
        one.event(delta("a"));
        two.event(delta("b"));
        one.event(delta("c"));
        write();
        assertThat(pipeline.chunks())
                .extracting(chunk -> chunk.getRequestId() + text(chunk))
                .containsExactly("r1ac", "r2b");
    }

    @Test
    void aStreamThatNobodyWritesYetClosesTheBoundOfBytes() {
        FakeProvider.Started call = stream("r1");
        long before = pipeline.slots.heldBytes();
        call.event(delta("a".repeat(1_000)));
        assertThat(pipeline.slots.heldBytes() - before).isGreaterThan(2_000);
    }

    @Test
    void aRequestForCodeGoesToItsEndpoint() {
        pipeline.request(Pipeline.request("r1", "x")
                .setEndpoint(Endpoint.FIM)
                .setMessages(List.of())
                .setPrompt("def f(")
                .setSuffix("return x")
                .build());
        assertThat(pipeline.provider.last().attempt().path()).isEqualTo("/fim/completions");
        pipeline.request(Pipeline.request("r2", "x").setEndpoint(Endpoint.FIM).build());
        assertThat(pipeline.responses().getFirst().getError().getMessage())
                .isEqualTo("prompt: got none, expected a text with endpoint FIM");
    }
}
