package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.cache.CacheRules;
import dev.alize.cache.Question;
import dev.alize.domain.Evidence;
import dev.alize.domain.FailureKind;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.policies.Policy;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheTest {
    private final FakeRouter router = FakeRouter.of("a", "b");
    private final Pipeline pipeline = new Pipeline(router, Pipeline.patient());

    @AfterEach
    void close() {
        pipeline.close();
        assertThat(router.open).isEmpty();
    }

    private static CompletionRequest.Builder cached(String id) {
        return Pipeline.request(id, "x").setCache(true);
    }

    private void request(String id) {
        pipeline.request(cached(id).build());
    }

    private void look() {
        pipeline.look();
        pipeline.commit();
    }

    private void succeed(String text) {
        pipeline.provider.last().succeed(text);
        look();
    }

    private void fail(FailureKind kind, int status) {
        pipeline.provider.last().fail(kind, status);
        look();
    }

    private void ask(String id) {
        request(id);
        succeed("the answer");
        pipeline.responses();
        pipeline.audit();
    }

    private List<String> called() {
        return pipeline.provider.calls.stream().map(FakeProvider.Started::id).toList();
    }

    private CompletionResponse answer() {
        List<CompletionResponse> responses = pipeline.responses();
        assertThat(responses).hasSize(1);
        return responses.getFirst();
    }

    private static String text(CompletionResponse response) {
        return String.valueOf(response.getChoices().getFirst().getMessage().getContent());
    }

    @Test
    void theSameQuestionIsAnsweredWithoutACallAndWithoutCost() {
        ask("r1");
        pipeline.request(cached("r2").setMetadata(Map.of("mine", "too")).build());
        CompletionResponse hit = answer();
        assertThat(called()).containsExactly("r1");
        assertThat(hit.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(hit.getRequestId()).isEqualTo("r2");
        assertThat(text(hit)).isEqualTo("the answer");
        assertThat(hit.getCached()).isTrue();
        assertThat(hit.getDegraded()).isFalse();
        assertThat(hit.getAttempts()).isZero();
        assertThat(hit.getCost()).isZero();
        assertThat(hit.getTarget()).isEqualTo("a");
        assertThat(hit.getUsage().getCompletionTokens()).isEqualTo(20);
        assertThat(hit.getMetadata()).containsEntry("mine", "too");
        assertThat(pipeline.audit())
                .extracting(AuditEvent::getKind)
                .containsExactly("admitted", "cache_hit", "response");
    }

    @Test
    void theAnswerIsWrittenOnceToItsTopicWithTheQuestionAsItsKey() {
        ask("r1");
        request("r2");
        var records = pipeline.records("llm.cache");
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().key()).hasSize(Question.LENGTH);
        CachedAnswer kept = PlainCodec.read(records.getFirst().value(), CachedAnswer.class);
        assertThat(kept.getTenant()).isEqualTo("default");
        assertThat(kept.getTarget()).isEqualTo("a");
        assertThat(kept.getAt()).isEqualTo(pipeline.now());
    }

    @Test
    void anAnswerOfAnAbortedTransactionIsNotGivenAgain() {
        request("r1");
        pipeline.provider.last().succeed("x");
        pipeline.look();
        request("r2");
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.responses()).hasSize(1);
        pipeline.hooks.aborted();
        pipeline.restart();
        look();
        look();
        assertThat(called()).containsExactly("r1", "r2");
        succeed("y");
        assertThat(text(answer())).isEqualTo("y");
    }

    @Test
    void afterItsTimeAnAnswerIsMadeAnew() {
        ask("r1");
        pipeline.advance(Duration.ofHours(1));
        request("r2");
        succeed("newer");
        assertThat(answer().getCached()).isFalse();
        request("r3");
        assertThat(text(answer())).isEqualTo("newer");
    }

    @Test
    void onlyRequestsThatMayUseTheCache() {
        pipeline.request(Pipeline.request("r1", "x").build());
        succeed("x");
        assertThat(pipeline.records("llm.cache")).isEmpty();
        ask("r2");
        pipeline.request(Pipeline.request("r3", "x").build());
        pipeline.request(Pipeline.request("r4", "x").setCache(false).build());
        assertThat(called()).containsExactly("r1", "r2", "r3", "r4");
    }

    @Test
    void whereTheConfigurationSaysSoAllMayUnlessTheySayNo() {
        follow(new CacheRules(true, 1_000, 1_000, 1 << 20, 4_000, true, false, "v1"));
        pipeline.request(Pipeline.request("r1", "x").build());
        succeed("x");
        pipeline.request(Pipeline.request("r2", "x").build());
        pipeline.request(Pipeline.request("r3", "x").setCache(false).build());
        assertThat(called()).containsExactly("r1", "r3");
    }

    @Test
    void withoutBytesThereIsNoCacheWhateverRequestsSay() {
        follow(new CacheRules(true, 1_000, 1_000, 0, 4_000, true, false, "v1"));
        request("r1");
        request("r2");
        succeed("x");
        assertThat(called()).containsExactly("r1", "r2");
        assertThat(pipeline.records("llm.cache")).isEmpty();
    }

    private void follow(CacheRules rules) {
        pipeline.cache.follow(rules);
    }

    @Test
    void anotherTenantVersionOrQuestionIsAnotherAnswer() {
        ask("r1");
        pipeline.request(cached("r2").setTenant("other").build());
        pipeline.request(cached("r3").setModel("big").build());
        pipeline.request(cached("r4")
                .setParameters(Parameters.newBuilder().setTemperature(0.5).build())
                .build());
        pipeline.request(cached("r5").setExtra(Map.of("safe_prompt", "true")).build());
        follow(new CacheRules(false, 3_600_000, 86_400_000, 1 << 20, 4_000, true, false, "v2"));
        request("r6");
        assertThat(called()).containsExactly("r1", "r2", "r3", "r4", "r5", "r6");
    }

    @Test
    void anAnswerThatWasAskedForUnderEarlierRulesIsNotGivenUnderTheNextOnes() {
        request("r1");
        follow(new CacheRules(false, 3_600_000, 86_400_000, 1 << 20, 4_000, true, false, "v2"));
        succeed("judged by the guards of v1");
        pipeline.responses();
        request("r2");
        assertThat(called()).containsExactly("r1", "r2");
    }

    @Test
    void whoAsksWhenAndHowUrgentlyMakesNoOtherQuestion() {
        ask("r1");
        pipeline.request(cached("r2")
                .setSubject("somebody")
                .setDeadline(pipeline.now().plusSeconds(60))
                .setOrderingKey("k")
                .build());
        assertThat(answer().getCached()).isTrue();
    }

    @Test
    void aStreamedRequestGetsTheWholeAnswerInOneChunk() {
        ask("r1");
        pipeline.request(cached("r2").setStream(true).build());
        CompletionResponse hit = answer();
        assertThat(hit.getCached()).isTrue();
        assertThat(hit.getChunks()).isEqualTo(1);
        List<CompletionChunk> chunks = pipeline.chunks();
        assertThat(chunks).hasSize(1);
        CompletionChunk chunk = chunks.getFirst();
        assertThat(chunk.getLast()).isTrue();
        assertThat(chunk.getAttempt()).isEqualTo(1);
        assertThat(chunk.getDeltas().getFirst().getMessage().getContent()).isEqualTo("the answer");
        assertThat(chunk.getDeltas().getFirst().getFinishReason()).isEqualTo("stop");
    }

    @Test
    void anAnswerThatIsTooLargeIsNotKept() {
        request("r1");
        request("r2");
        succeed("x".repeat(5_000));
        look();
        look();
        assertThat(called()).containsExactly("r1", "r2");
        assertThat(pipeline.records("llm.cache")).isEmpty();
        succeed("y");
        assertThat(pipeline.responses()).hasSize(2);
    }

    @Test
    void anAnswerThatIsNotWholeIsNotKept() {
        CompletionResponse whole = Samples.response();
        whole.setStatus(Status.COMPLETED);
        assertThat(Recalled.isWhole(whole)).isFalse();
        request("r1");
        succeed("x");
        CompletionResponse given = answer();
        assertThat(Recalled.isWhole(given)).isTrue();
        given.getChoices().getFirst().setFinishReason("tool_calls");
        assertThat(Recalled.isWhole(given)).isTrue();
        given.getChoices().getFirst().setFinishReason("length");
        assertThat(Recalled.isWhole(given)).isFalse();
        given.getChoices().getFirst().setFinishReason(null);
        assertThat(Recalled.isWhole(given)).isFalse();
    }

    @Test
    void whatWasSaidOfTheAnswerGoesWithItAndWhatWasSaidOfTheOtherRequestDoesNot() {
        request("r1");
        succeed("x");
        CompletionResponse given = answer();
        PolicyResult ofAnswer = new PolicyResult("safety-filter", "flag", "violence", 0.7, Map.of(), "response", false);
        PolicyResult ofRequest = new PolicyResult("pii-detector", "rewrite", "pii", null, Map.of(), "request", false);
        given.setPolicyResults(List.of(ofRequest, ofAnswer));
        var kept = Recalled.read(Recalled.kept(Recalled.answer(given, 0)), "default");
        assertThat(kept.orElseThrow().getPolicyResults()).containsExactly(ofAnswer);
        assertThat(Recalled.read(Recalled.kept(Recalled.answer(given, 0)), "other"))
                .isEmpty();
    }

    @Test
    void requestsWithTheSameQuestionWaitForOneCall() {
        request("r1");
        request("r2");
        pipeline.request(cached("r3").setStream(true).build());
        look();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.rows()).isEqualTo(3);
        succeed("shared");
        look();
        assertThat(called()).containsExactly("r1");
        List<CompletionResponse> responses = pipeline.responses();
        assertThat(responses).extracting(CompletionResponse::getRequestId).containsExactly("r1", "r2", "r3");
        assertThat(responses).extracting(CompletionResponse::getCached).containsExactly(false, true, true);
        assertThat(responses).extracting(CompletionResponse::getAttempts).containsExactly(1, 0, 0);
        assertThat(responses).extracting(CacheTest::text).containsOnly("shared");
        assertThat(pipeline.chunks()).hasSize(1);
    }

    @Test
    void withoutSingleFlightEachIsCalled() {
        follow(Pipeline.rules(false));
        request("r1");
        request("r2");
        assertThat(called()).containsExactly("r1", "r2");
    }

    @Test
    void whereTheLeaderIsCancelledAFollowerIsCalled() {
        request("r1");
        request("r2");
        request("r3");
        pipeline.cancel("r1");
        pipeline.commit();
        look();
        look();
        assertThat(called()).containsExactly("r1", "r2");
        succeed("x");
        look();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("r1", "r2", "r3");
        assertThat(called()).containsExactly("r1", "r2");
    }

    @Test
    void whereTheLeaderFailsAFollowerIsCalled() {
        request("r1");
        request("r2");
        request("r3");
        fail(FailureKind.INVALID_REQUEST, 400);
        look();
        look();
        assertThat(called()).containsExactly("r1", "r2");
        succeed("x");
        look();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.FAILED, Status.COMPLETED, Status.COMPLETED);
    }

    @Test
    void aFollowerIsCancelledAtOnceAndItsLeaderGoesOn() {
        request("r1");
        request("r2");
        pipeline.cancel("r2");
        pipeline.commit();
        assertThat(answer().getStatus()).isEqualTo(Status.CANCELLED);
        succeed("x");
        look();
        assertThat(answer().getRequestId()).isEqualTo("r1");
    }

    @Test
    void aFollowerExpiresAtItsOwnDeadline() {
        request("r1");
        pipeline.request(cached("r2").setDeadline(Pipeline.START.plusSeconds(5)).build());
        pipeline.advance(Duration.ofSeconds(6));
        pipeline.commit();
        CompletionResponse expired = answer();
        assertThat(expired.getRequestId()).isEqualTo("r2");
        assertThat(expired.getStatus()).isEqualTo(Status.EXPIRED);
        succeed("x");
        look();
        assertThat(answer().getRequestId()).isEqualTo("r1");
    }

    @Test
    void afterARestartThoseThatFollowedGoOnByThemselves() {
        request("r1");
        request("r2");
        pipeline.commit();
        pipeline.calls.close();
        pipeline.restartAsAnotherProcess();
        for (int i = 0; i < 4; i++) {
            look();
        }
        assertThat(called()).contains("r2").hasSize(3);
        pipeline.provider.calls.forEach(call -> call.succeed("x"));
        look();
        look();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactlyInAnyOrder("r1", "r2");
    }

    @Test
    void oneThatWaitsForItsFirstCallIsAnsweredWithWhatAnotherGotMeanwhile() {
        follow(Pipeline.rules(false));
        request("r1");
        router.outOfQuota.addAll(List.of("a", "b"));
        request("r2");
        succeed("x");
        router.outOfQuota.clear();
        router.change();
        look();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getCached)
                .containsExactly(false, true);
        assertThat(pipeline.slots.taken()).isZero();
    }

    @Test
    void anAnswerIntoWhichPersonalDataIsPutBackIsNeitherKeptNorGivenAgain() {
        Policy hiding = new Policy() {
            @Override
            public String name() {
                return "hiding";
            }

            @Override
            public Verdict judge(Material material) {
                return new Verdict.Rewrite("pii", List.of(), Map.of("[EMAIL_1]", "ada@example.org"), Evidence.NONE);
            }
        };
        try (Pipeline hidden = new Pipeline(hiding)) {
            for (String id : List.of("r1", "r2")) {
                hidden.request(cached(id).build());
                hidden.provider.last().succeed("x");
                hidden.look();
                hidden.commit();
            }
            assertThat(hidden.provider.calls).hasSize(2);
            assertThat(hidden.records("llm.cache")).isEmpty();
            assertThat(hidden.cache.bytes()).isZero();
        }
    }

    @Test
    void whereStreamsHaveOtherPoliciesTheyHaveOtherAnswers() {
        follow(new CacheRules(false, 3_600_000, 86_400_000, 1 << 20, 4_000, true, true, "v1"));
        ask("r1");
        pipeline.request(cached("r2").setStream(true).build());
        request("r3");
        assertThat(called()).containsExactly("r1", "r2");
    }

    @Test
    void whenAllTargetsFailAnOldAnswerIsBetterThanNone() {
        ask("r1");
        pipeline.advance(Duration.ofHours(2));
        request("r2");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        CompletionResponse old = answer();
        assertThat(old.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(old.getCached()).isTrue();
        assertThat(old.getDegraded()).isTrue();
        assertThat(text(old)).isEqualTo("the answer");
        assertThat(old.getAttempts()).isEqualTo(1);
        assertThat(old.getError()).isNull();
        assertThat(pipeline.records("llm.dead-letters")).isEmpty();
        assertThat(pipeline.audit())
                .extracting(AuditEvent::getKind)
                .containsExactly("admitted", "attempt", "cache_degraded", "response");
        request("r3");
        assertThat(called()).containsExactly("r1", "r2", "r3");
        succeed("new");
        assertThat(text(answer())).isEqualTo("new");
    }

    @Test
    void anOldAnswerIsGivenOnceARequestIsTooOldToWaitForTargetsThatTakeNoCalls() {
        ask("r1");
        pipeline.advance(Duration.ofHours(2));
        router.closed.addAll(List.of("a", "b"));
        request("r2");
        look();
        assertThat(pipeline.responses()).isEmpty();
        pipeline.advance(Duration.ofHours(2).plusSeconds(1));
        assertThat(answer().getDegraded()).isTrue();
        pipeline.request(cached("r3").setDeadline(pipeline.now().plusSeconds(5)).build());
        pipeline.advance(Duration.ofSeconds(6));
        assertThat(answer().getDegraded()).isTrue();
        assertThat(called()).containsExactly("r1");
    }

    @Test
    void anOldAnswerIsNotGivenWhenItIsTooOldOrTheCallerIsToBlameOrTheCacheIsNotAllowed() {
        ask("r1");
        pipeline.advance(Duration.ofHours(2));
        request("r2");
        fail(FailureKind.INVALID_REQUEST, 400);
        assertThat(answer().getStatus()).isEqualTo(Status.FAILED);
        pipeline.request(Pipeline.request("r3", "x").build());
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        assertThat(answer().getStatus()).isEqualTo(Status.FAILED);
        pipeline.advance(Duration.ofHours(22));
        request("r4");
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        assertThat(answer().getStatus()).isEqualTo(Status.FAILED);
    }

    @Test
    void theOldAnswerOfAStreamThatBrokeOffReplacesItsChunks() {
        ask("r1");
        pipeline.advance(Duration.ofHours(2));
        pipeline.request(cached("r2").setStream(true).build());
        fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        assertThat(answer().getDegraded()).isTrue();
        CompletionChunk chunk = pipeline.chunks().getLast();
        assertThat(chunk.getAttempt()).isEqualTo(2);
        assertThat(chunk.getSequence()).isZero();
    }
}
