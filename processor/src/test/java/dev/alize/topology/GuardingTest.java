package dev.alize.topology;

import static dev.alize.topology.Policies.MARKER;
import static dev.alize.topology.Policies.WORD;
import static dev.alize.topology.Policies.guarding;
import static dev.alize.topology.Policies.link;
import static dev.alize.topology.Policies.redacting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Direction;
import dev.alize.domain.FailureKind;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.policies.Policy;
import dev.alize.policies.StreamGuard;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streamed answers and the guards of policies. */
class GuardingTest {
    private Pipeline pipeline = new Pipeline(FakeRouter.of("a"));

    @AfterEach
    void close() {
        pipeline.close();
    }

    private FakeProvider.Started stream(Link... links) {
        pipeline.close();
        pipeline = new Pipeline(FakeRouter.of("a"), Chains.of(List.of(links)));
        pipeline.request(Pipeline.request("r", "x").setStream(true).build());
        return pipeline.provider.last();
    }

    private static Link answers(Policy policy, Action action) {
        return link(policy, action, Direction.RESPONSE);
    }

    private static String content(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
    }

    private static String delta(String json) {
        return "{\"choices\":[{\"index\":0,\"delta\":" + json + "}]}";
    }

    private static String finish(String reason) {
        return "{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"" + reason
                + "\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";
    }

    private void write() {
        pipeline.advance(Duration.ofMillis(20));
        pipeline.commit();
    }

    private static String said(List<CompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.getDeltas().stream())
                .map(Delta::getMessage)
                .map(message -> message.getContent() == null ? "" : String.valueOf(message.getContent()))
                .collect(Collectors.joining());
    }

    @Test
    void nothingLeavesInPartsAndTheResponseSaysWhatWasPublished() {
        FakeProvider.Started call = stream(answers(redacting("pii"), Action.REDACT));
        for (String part : List.of("my s", "ecr", "et is ", "out")) {
            assertThat(call.event(content(part))).isNull();
            write();
        }
        List<CompletionChunk> soFar = pipeline.chunks();
        assertThat(said(soFar)).startsWith("my ").doesNotContain("s" + "ecr");
        call.event(finish("stop"));
        call.end();
        write();
        List<CompletionChunk> rest = pipeline.chunks();
        assertThat(said(soFar) + said(rest)).isEqualTo("my " + MARKER + " is out");
        assertThat(rest.getLast().getLast()).isTrue();
        assertThat(rest.getLast().getDeltas().getLast().getFinishReason()).isEqualTo("stop");
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getChoices().getFirst().getMessage().getContent()).isEqualTo("my " + MARKER + " is out");
        assertThat(response.getChunks()).isEqualTo(soFar.size() + rest.size());
        assertThat(response.getPolicyResults()).hasSize(1);
        assertThat(response.getPolicyResults().getFirst().getVerdict()).isEqualTo("rewrite");
        assertThat(response.getPolicyResults().getFirst().getFound()).containsEntry("WORD", 1);
        assertThat(pipeline.slots.heldBytes()).isZero();
    }

    @Test
    void aBlockInMidStreamEndsItWithAMarkedChunk() {
        FakeProvider.Started call = stream(answers(guarding("guard"), Action.BLOCK));
        call.event(content("all is well so far, but "));
        write();
        assertThat(call.event(content(WORD))).isNotNull().doesNotContain(WORD);
        call.fail(FailureKind.BROKEN_ANSWER, 200); // as the provider does for an event that is not taken
        write();
        List<CompletionChunk> chunks = pipeline.chunks();
        assertThat(said(chunks)).startsWith("all is well").doesNotContain(WORD);
        assertThat(chunks.getLast().getLast()).isTrue();
        assertThat(chunks.getLast().getError().getKind()).isEqualTo("policy_blocked");
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(response.getError().getCode()).isEqualTo("word");
        assertThat(response.getChoices()).isEmpty();
        assertThat(response.getPolicyResults().getFirst().getVerdict()).isEqualTo("block");
    }

    @Test
    void toolCallsWaitForTheEndAndAreJudgedAsAWhole() {
        FakeProvider.Started call = stream(answers(guarding("guard"), Action.BLOCK));
        call.event(delta("{\"tool_calls\":[{\"index\":0,\"id\":\"123456789\",\"function\":{\"name\":\"f\","
                + "\"arguments\":\"{\\\"a\\\":\\\"sec\"}}]}"));
        call.event(delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"ret\\\"}\"}}]}"));
        write();
        assertThat(pipeline.chunks()).isEmpty();
        call.event(finish("tool_calls"));
        call.end();
        write();
        assertThat(pipeline.chunks()).allMatch(chunk -> chunk.getDeltas().isEmpty());
        assertThat(pipeline.responses().getFirst().getStatus()).isEqualTo(Status.BLOCKED);
    }

    @Test
    void aCleanToolCallIsPublishedWithTheEnd() {
        FakeProvider.Started call = stream(answers(guarding("guard"), Action.BLOCK));
        call.event(delta("{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"123456789\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"));
        call.event(finish("tool_calls"));
        call.end();
        write();
        Delta last = pipeline.chunks().getLast().getDeltas().getLast();
        assertThat(last.getMessage().getToolCalls().getFirst().getName()).isEqualTo("f");
        assertThat(last.getFinishReason()).isEqualTo("tool_calls");
    }

    @Test
    void thoughtsAreGuardedLikeAnswers() {
        FakeProvider.Started call = stream(answers(redacting("pii"), Action.REDACT));
        for (String part : List.of("the sec", "ret")) {
            call.event(delta("{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"" + part
                    + "\"}]}]}"));
        }
        call.event(content("done"));
        call.event(finish("stop"));
        call.end();
        write();
        assertThat(pipeline.chunks().toString())
                .doesNotContain(WORD)
                .contains("_1]")
                .contains("done");
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.toString()).doesNotContain(WORD).contains(MARKER).contains("done");
    }

    @Test
    void anAnswerThatCameWholeIsGuardedToo() {
        FakeProvider.Started call = stream(answers(redacting("pii"), Action.REDACT));
        call.succeed("a " + WORD);
        write();
        assertThat(said(pipeline.chunks())).isEqualTo("a " + MARKER);
        assertThat(pipeline.responses()
                        .getFirst()
                        .getChoices()
                        .getFirst()
                        .getMessage()
                        .getContent())
                .isEqualTo("a " + MARKER);
    }

    @Test
    void whatOnlyWatchesLeavesTheStreamAlone() {
        FakeProvider.Started call = stream(answers(guarding("guard"), Action.SHADOW));
        call.event(content(WORD));
        write();
        assertThat(said(pipeline.chunks())).isEqualTo(WORD);
        call.event(finish("stop"));
        call.end();
        write();
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.getPolicyResults().getFirst().getVerdict()).isEqualTo("flag");
    }

    private static Policy guardedBy(String name, Function<Material, StreamGuard> guard) {
        Policy judging = redacting(name);
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict judge(Material material) {
                return judging.judge(material);
            }

            @Override
            public Optional<StreamGuard> guard(Material answer) {
                return Optional.of(guard.apply(answer));
            }
        };
    }

    /** Replaces markers as soon as they came as one part. */
    private record Restoring(Map<String, String> originals) implements StreamGuard {
        @Override
        public String add(String part) {
            return originals.getOrDefault(part, part);
        }

        @Override
        public String end() {
            return "";
        }

        @Override
        public Verdict verdict() {
            return Verdict.Allow.CLEAN;
        }
    }

    @Test
    void aGuardThatCannotBeMadeIsAFailureOfItsPolicy() {
        Policy broken = guardedBy("broken", answer -> {
            throw new IllegalStateException();
        });
        FakeProvider.Started call = stream(answers(broken, Action.REDACT));
        assertThat(call.event(content("x"))).isNotNull();
        call.fail(FailureKind.BROKEN_ANSWER, 200);
        write();
        assertThat(said(pipeline.chunks())).isEmpty();
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
            assertThat(response.getError().getCode()).isEqualTo("policy_error");
        });

        Conduct open = new Conduct(Action.REDACT, Set.of(Direction.RESPONSE), Conduct.OnError.ALLOW);
        call = stream(new Link(broken, open));
        call.event(content("x"));
        call.event(finish("stop"));
        call.end();
        write();
        assertThat(said(pipeline.chunks())).isEqualTo("x");
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(response.getPolicyResults().getFirst().getReason()).isEqualTo("policy_error");
        });
    }

    private void allChunksFit() {
        assertThat(pipeline.records(Pipeline.TOPICS.chunks()))
                .allSatisfy(chunk -> assertThat(chunk.value()).hasSizeLessThan(22_000));
    }

    @Test
    void whatWasHeldBackIsNotPublishedWhereTheAnswerIsTooLarge() {
        FakeProvider.Started call = stream(answers(guarding("guard"), Action.BLOCK));
        call.event(delta("{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"123456789\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"));
        for (int i = 0; i < 10; i++) {
            call.event(delta(
                    "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + "a".repeat(6_000) + "\"}}]}"));
        }
        call.event(finish("tool_calls"));
        call.end();
        write();
        allChunksFit();
        assertThat(pipeline.responses().getFirst().getError().getKind()).isEqualTo("response_too_large");
    }

    @Test
    void whatIsPutBackMakesNoChunkThatIsTooLarge() {
        Map<String, String> originals = Map.of(MARKER, "k".repeat(9_000));
        Link link = answers(guardedBy("pii", answer -> new Restoring(originals)), Action.REDACT);
        FakeProvider.Started call = stream(link);
        assertThat(call.event(content(MARKER))).isNull();
        assertThat(call.event(content(MARKER))).isNull();
        assertThat(call.event(content(MARKER))).isNotNull().doesNotContain("kk");
        call.fail(FailureKind.BROKEN_ANSWER, 200);
        write();
        allChunksFit();
        assertThat(pipeline.responses().getFirst().getError().getKind()).isEqualTo("response_too_large");
    }

    @Test
    void whoeverIsAskedAboutAStreamSeesItBeforeOriginalsArePutBack() {
        List<Material> asked = new ArrayList<>();
        AskingPolicy asking = new AskingPolicy() {
            @Override
            public String name() {
                return "asking";
            }

            @Override
            public void ask(Material material, Consumer<Verdict> answer) {
                asked.add(material);
                answer.accept(Verdict.Allow.CLEAN);
            }
        };
        Policy pii = guardedBy("pii", answer -> new Restoring(answer.originals()));
        pipeline.close();
        pipeline = new Pipeline(
                FakeRouter.of("a"),
                Chains.of(List.of(
                        link(pii, Action.REDACT, Direction.REQUEST, Direction.RESPONSE),
                        answers(asking, Action.BLOCK))));
        for (boolean whole : List.of(false, true)) {
            pipeline.request(Pipeline.request("r" + whole, WORD).setStream(true).build());
            FakeProvider.Started call = pipeline.provider.last();
            if (whole) {
                call.succeed(MARKER);
            } else {
                call.event(content(MARKER));
                call.event(finish("stop"));
                call.end();
            }
            write();
            assertThat(asked.getLast().passages())
                    .singleElement()
                    .satisfies(passage -> assertThat(passage.text()).isEqualTo(MARKER));
            assertThat(pipeline.responses()
                            .getFirst()
                            .getChoices()
                            .getFirst()
                            .getMessage()
                            .getContent())
                    .isEqualTo(WORD);
        }
    }

    @Test
    void anAbortedTransactionEndsABlockedStreamTheSameWayAgain() {
        FakeProvider.Started call = stream(answers(guarding("guard"), Action.BLOCK));
        pipeline.commit();
        byte[] row = pipeline.row("r");
        call.event(content("all is well so far, but "));
        write();
        int before = pipeline.chunks().size();
        call.event(content(WORD));
        call.fail(FailureKind.BROKEN_ANSWER, 200);
        pipeline.look();
        List<CompletionChunk> aborted = pipeline.chunks();
        assertThat(pipeline.responses()).hasSize(1);
        pipeline.putRow("r", row);
        pipeline.restart();
        write();
        assertThat(pipeline.chunks()).isEqualTo(aborted);
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
            assertThat(response.getChunks()).isEqualTo(before + aborted.size());
            assertThat(response.getPolicyResults()).hasSize(1);
        });
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.slots.heldBytes()).isZero();
    }

    @Test
    void theLogOfTokensDoesNotTellWhatWasTakenOut() {
        FakeProvider.Started call = stream(answers(redacting("pii"), Action.REDACT));
        call.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + WORD
                + "\"},\"logprobs\":{\"content\":[{\"token\":\"sec\"},{\"token\":\"ret\"}]}}]}");
        call.event(finish("stop"));
        call.end();
        write();
        CompletionResponse response = pipeline.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.toString()).contains(MARKER).doesNotContain("\"sec").doesNotContain("sec\\");
        assertThat(response.getChoices().getFirst().getExtra()).doesNotContainKey("logprobs");
    }
}
