package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Evidence;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.policies.Policy;
import dev.alize.policies.audit.AuditLogger;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayTopologyTest {
    private Pipeline pipeline = new Pipeline(new AuditLogger());

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void use(Pipeline other) {
        pipeline.close();
        pipeline = other;
    }

    private static EngineSettings settings(int entries, int redispatches, int maxRequest, int maxResponse) {
        EngineSettings d = Pipeline.defaults();
        return new EngineSettings(
                d.instance(),
                d.configuration(),
                d.idempotencyWindow(),
                entries,
                d.earlyCancelWindow(),
                redispatches,
                maxRequest,
                maxResponse,
                d.maxAge(),
                d.maxHeldPerKey(),
                d.chains(),
                () -> false);
    }

    private CompletionResponse onlyResponse() {
        List<CompletionResponse> responses = pipeline.responses();
        assertThat(responses).hasSize(1);
        return responses.getFirst();
    }

    private List<String> auditKinds() {
        return pipeline.audit().stream().map(AuditEvent::getKind).toList();
    }

    @Test
    void answersARequestOnceWithWhatTheProviderSaid() {
        pipeline.request(
                Pipeline.request("r1", "hello").setMetadata(Map.of("k", "v")).build());
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.provider.last().attempt().path()).isEqualTo("/chat/completions");
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        CompletionResponse response = onlyResponse();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.getRequestId()).isEqualTo("r1");
        assertThat(response.getChoices().getFirst().getMessage().getContent()).hasToString("hi");
        assertThat(response.getCost()).isEqualTo((10 * 1.0 + 20 * 2.0) / 1_000_000);
        assertThat(response.getAttempts()).isEqualTo(1);
        assertThat(response.getTarget()).isEqualTo("target");
        assertThat(response.getMetadata()).containsEntry("k", "v");
        assertThat(response.getPolicyResults())
                .extracting(PolicyResult::getPolicy)
                .containsExactly("audit-logger");
        assertThat(auditKinds()).containsExactly("admitted", "attempt", "response");
        pipeline.look();
        assertThat(pipeline.responses()).isEmpty();
    }

    @Test
    void returnsKeyAndHeadersOfTheRequestsRecord() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", "00-1".getBytes(StandardCharsets.UTF_8));
        headers.add("empty", null);
        pipeline.raw(
                "llm.requests",
                "my-key",
                PlainCodec.write(Pipeline.request("r1", "x").build()),
                headers);
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        var record = pipeline.records("llm.responses").getFirst();
        assertThat(record.key()).isEqualTo("my-key".getBytes(StandardCharsets.UTF_8));
        assertThat(record.headers().lastHeader("traceparent").value())
                .isEqualTo("00-1".getBytes(StandardCharsets.UTF_8));
        assertThat(record.headers().lastHeader("empty").value()).isNull();
    }

    @Test
    void neitherCallsNorAnswersARepeatWhileTheRequestIsOpenOrAfterItsAnswer() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.request(Pipeline.request("r1", "hello")
                .setDeadline(Pipeline.START.plusSeconds(99))
                .build());
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        pipeline.request(Pipeline.request("r1", "hello").build());
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.responses()).hasSize(1);
        assertThat(auditKinds()).containsExactly("admitted", "duplicate", "attempt", "response", "duplicate");
    }

    @Test
    void deadLettersAnotherContentUnderAUsedIdWithoutASecondResponse() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.request(Pipeline.request("r1", "something else").build());
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        assertThat(pipeline.responses()).hasSize(1);
        DeadLetter letter =
                PlainCodec.read(pipeline.records("llm.dead-letters").getFirst().value(), DeadLetter.class);
        assertThat(letter.getError().getKind()).isEqualTo("id_conflict");
    }

    @Test
    void tenantsAndRedrivesAreIdentitiesOfTheirOwn() {
        pipeline.request(Pipeline.request("r1", "a").build());
        pipeline.request(Pipeline.request("r1", "b").setTenant("other").build());
        pipeline.request(Pipeline.request("r1", "a").setRedrive(1).build());
        assertThat(pipeline.provider.calls).hasSize(3);
        pipeline.provider.calls.forEach(call -> call.succeed("x"));
        pipeline.look();
        assertThat(pipeline.responses()).hasSize(3);
    }

    @Test
    void callsAgainWhenTheIdempotencyWindowIsOver() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        pipeline.commit();
        pipeline.advance(Duration.ofHours(24));
        assertThat(pipeline.rows()).isZero();
        pipeline.request(Pipeline.request("r1", "hello").build());
        assertThat(pipeline.provider.calls).hasSize(2);
    }

    @Test
    void aRequestAnsweredAgainAfterItsWindowHasAWindowOfItsOwn() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.advance(Duration.ofSeconds(59));
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        pipeline.commit();
        pipeline.advance(Duration.ofHours(24).minusSeconds(30));
        pipeline.advance(Duration.ofSeconds(30));
        pipeline.request(Pipeline.request("r1", "hello").build());
        assertThat(pipeline.provider.calls).hasSize(2);
        pipeline.provider.last().succeed("again");
        pipeline.look();
        pipeline.commit();
        pipeline.advance(Duration.ofMinutes(5));
        pipeline.request(Pipeline.request("r1", "hello").build());
        assertThat(pipeline.provider.calls).hasSize(2);
    }

    @Test
    void aKeyOrHeadersTooLargeToBeReturnedAreRefusedAndLeftBehind() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("large", new byte[40_000]);
        pipeline.raw(
                "llm.requests",
                "k",
                PlainCodec.write(Pipeline.request("r1", "x").build()),
                headers);
        var record = pipeline.records("llm.responses").getFirst();
        assertThat(record.headers().lastHeader("large")).isNull();
        assertThat(PlainCodec.read(record.value(), CompletionResponse.class)
                        .getError()
                        .getMessage())
                .contains("key and headers")
                .contains("32768");
        assertThat(pipeline.provider.calls).isEmpty();
    }

    @Test
    void everyRecordItEncodesHasTheHeaderThatNamesItsSchemaOnce() {
        RecordHeaders headers = schemaHeader("of the request");
        pipeline.raw(
                "llm.requests",
                "k",
                PlainCodec.write(Pipeline.request("r1", "x").build()),
                headers);
        pipeline.provider.last().fail(FailureKind.UNAUTHORIZED, 401);
        pipeline.look();
        for (String topic : List.of("llm.responses", "llm.dead-letters", "llm.audit")) {
            assertThat(pipeline.records(topic))
                    .isNotEmpty()
                    .allSatisfy(
                            record -> assertThat(schemasOf(record.headers())).containsExactly(topic));
        }
    }

    @Test
    void whatCannotBeDecodedKeepsTheHeaderThatNamesItsSchema() {
        RecordHeaders headers = schemaHeader("its own");
        headers.add("large", new byte[40_000]);
        headers.add("__key_schema_id", "of the key".getBytes(StandardCharsets.UTF_8));
        pipeline.raw("llm.requests", "k", "junk".getBytes(StandardCharsets.UTF_8), headers);
        pipeline.raw("llm.cancels", "k", "junk".getBytes(StandardCharsets.UTF_8), schemaHeader("its own"));
        var dead = pipeline.records("llm.dead-letters");
        assertThat(dead).hasSize(2).allSatisfy(record -> {
            assertThat(schemasOf(record.headers())).containsExactly("its own");
            assertThat(record.headers().lastHeader("large")).isNull();
        });
        assertThat(dead.getFirst().headers().lastHeader("__key_schema_id")).isNotNull();
    }

    @Test
    void aDamagedRequestsDeadLetterAndResponseHaveTheirOwnHeaders() {
        byte[] damaged = (PlainCodec.DAMAGED + "r1").getBytes(StandardCharsets.UTF_8);
        pipeline.raw("llm.requests", "k", damaged, schemaHeader("its own"));
        assertThat(schemasOf(pipeline.records("llm.responses").getFirst().headers()))
                .containsExactly("llm.responses");
        var dead = pipeline.records("llm.dead-letters").getFirst();
        assertThat(dead.value()).isEqualTo(damaged);
        assertThat(schemasOf(dead.headers())).containsExactly("its own");
    }

    private static RecordHeaders schemaHeader(String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", value.getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private static List<String> schemasOf(Headers headers) {
        List<String> schemas = new ArrayList<>();
        headers.headers("__value_schema_id")
                .forEach(header -> schemas.add(new String(header.value(), StandardCharsets.UTF_8)));
        return schemas;
    }

    @Test
    void forgetsTheOldestAnswersAboveTheBoundOfEntries() {
        use(new Pipeline(settings(2, 3, 10_000, 20_000), 10));
        for (String id : List.of("r1", "r2", "r3")) {
            pipeline.request(Pipeline.request(id, "x").build());
            pipeline.provider.last().succeed("hi");
            pipeline.look();
            pipeline.commit();
        }
        assertThat(pipeline.rows()).isEqualTo(2);
        pipeline.request(Pipeline.request("r3", "x").build());
        assertThat(pipeline.provider.calls).hasSize(3);
        pipeline.request(Pipeline.request("r1", "x").build());
        assertThat(pipeline.provider.calls).hasSize(4);
    }

    @Test
    void answersFailedAndDeadLettersWhatTheProviderRefuses() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().fail(FailureKind.UNAUTHORIZED, 401);
        pipeline.look();
        CompletionResponse response = onlyResponse();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getError().getKind()).isEqualTo("unauthorized");
        assertThat(response.getError().getBlame()).isEqualTo("operator");
        assertThat(response.getError().getHttpStatus()).isEqualTo(401);
        var dead = pipeline.records("llm.dead-letters").getFirst();
        assertThat(PlainCodec.read(dead.value(), DeadLetter.class).getRequest().getRequestId())
                .isEqualTo("r1");
        assertThat(new String(
                        dead.headers().lastHeader("__streams.errors.message").value(), StandardCharsets.UTF_8))
                .isEqualTo("the message");
    }

    @Test
    void aProvidersGuardrailBlocksAndIsNoDeadLetter() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().fail(FailureKind.GUARDRAIL_BLOCKED, 403);
        pipeline.look();
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(pipeline.records("llm.dead-letters")).isEmpty();
    }

    @Test
    void anAnswerThatCannotBeReadIsABrokenAnswer() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().succeed("");
        pipeline.look();
        assertThat(onlyResponse().getError().getKind()).isEqualTo("broken_answer");
    }

    @Test
    void anAnswerThatDoesNotFitBecomesAFailedResponse() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().succeed("x".repeat(20_001));
        pipeline.look();
        assertThat(onlyResponse().getError().getKind()).isEqualTo("response_too_large");
    }

    @Test
    void anAnswerThatDoesNotFitKeepsTheMetadataThatDoes() {
        Map<String, String> small = Map.of("alize.batch_id", "b", "k", "v");
        pipeline.request(Pipeline.request("r1", "hello").setMetadata(small).build());
        pipeline.provider.last().succeed("x".repeat(20_001));
        pipeline.look();
        CompletionResponse response = onlyResponse();
        assertThat(response.getError().getKind()).isEqualTo("response_too_large");
        assertThat(response.getMetadata()).isEqualTo(small);
    }

    @Test
    void ofMetadataThatDoesNotFitItselfWhatConnectorsNeedIsKeptAsLongAsItFits() {
        String large = "x".repeat(25_000);
        Map<String, String> own = Map.of("alize.batch_id", "b", "alize.batch_custom_id", "c", "k", large);
        pipeline.request(Pipeline.request("r1", "hello").setMetadata(own).build());
        assertThat(onlyResponse().getMetadata()).isEqualTo(Map.of("alize.batch_id", "b", "alize.batch_custom_id", "c"));
        Map<String, String> reserved = Map.of("alize.callback_url", large);
        pipeline.request(Pipeline.request("r2", "hello").setMetadata(reserved).build());
        assertThat(onlyResponse().getMetadata()).isEmpty();
    }

    @Test
    void anAnswerAtTheLimitFits() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().succeed("x");
        pipeline.look();
        int overhead = pipeline.records("llm.responses").getFirst().value().length - 1;
        use(new Pipeline(new AuditLogger()));
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().succeed("x".repeat(20_000 - overhead - 2));
        pipeline.look();
        var record = pipeline.records("llm.responses").getFirst();
        assertThat(record.value().length).isLessThanOrEqualTo(20_000).isGreaterThan(19_990);
        assertThat(PlainCodec.read(record.value(), CompletionResponse.class).getStatus())
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void aRequestThatDoesNotFitIsAnsweredWithoutACall() {
        pipeline.request(Pipeline.request("r1", "x".repeat(10_001)).build());
        assertThat(pipeline.provider.calls).isEmpty();
        CompletionResponse response = onlyResponse();
        assertThat(response.getError().getKind()).isEqualTo("request_too_large");
        assertThat(response.getError().getMessage()).contains("10000").contains("max_request_bytes");
        assertThat(response.getAttempts()).isZero();
        assertThat(pipeline.records("llm.dead-letters")).hasSize(1);
    }

    @Test
    void aRequestLargerThanAnythingThatCanBeProducedLeavesADeadLetterWithoutItsBody() {
        pipeline.request(Pipeline.request("r1", "x".repeat(200_000)).build());
        assertThat(onlyResponse().getError().getKind()).isEqualTo("request_too_large");
        var dead = pipeline.records("llm.dead-letters").getFirst();
        assertThat(dead.value()).isNull();
        assertThat(dead.headers().lastHeader("llm.dropped-bytes")).isNotNull();
    }

    @Test
    void aRecordWithoutIdentityIsADeadLetterAsItCame() {
        byte[] junk = {0, 1, 2};
        pipeline.raw("llm.requests", "k", junk);
        var dead = pipeline.records("llm.dead-letters").getFirst();
        assertThat(dead.value()).isEqualTo(junk);
        assertThat(new String(dead.headers().lastHeader("llm.error-kind").value(), StandardCharsets.UTF_8))
                .isEqualTo("undecodable");
        assertThat(pipeline.responses()).isEmpty();
        assertThat(auditKinds()).containsExactly("undecodable");
    }

    @Test
    void aTombstoneIsADeadLetter() {
        pipeline.raw("llm.requests", "k", null);
        assertThat(pipeline.records("llm.dead-letters")).hasSize(1);
    }

    @Test
    void aDamagedRecordWhoseIdentityCanBeReadGetsItsFailedResponseOnce() {
        byte[] damaged = (PlainCodec.DAMAGED + "r9").getBytes(StandardCharsets.UTF_8);
        pipeline.raw("llm.requests", "k", damaged);
        pipeline.raw("llm.requests", "k", damaged);
        CompletionResponse response = onlyResponse();
        assertThat(response.getRequestId()).isEqualTo("r9");
        assertThat(response.getError().getKind()).isEqualTo("undecodable");
        assertThat(pipeline.records("llm.dead-letters").getFirst().value()).isEqualTo(damaged);
        assertThat(auditKinds()).containsExactly("invalid", "dead_letter", "response", "duplicate");
    }

    @Test
    void aDamagedRecordUnderTheIdOfAnAnsweredRequestGetsNoResponse() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        pipeline.raw("llm.requests", "k", (PlainCodec.DAMAGED + "r1").getBytes(StandardCharsets.UTF_8));
        assertThat(pipeline.responses()).hasSize(1);
        assertThat(pipeline.records("llm.dead-letters")).hasSize(1);
    }

    @Test
    void anInvalidRequestIsAnsweredWithTheFieldThatIsWrong() {
        pipeline.request(Pipeline.request("r1", "x").setMessages(List.of()).build());
        CompletionResponse response = onlyResponse();
        assertThat(response.getError().getKind()).isEqualTo("invalid_record");
        assertThat(response.getError().getMessage()).contains("messages").contains("expected");
        assertThat(pipeline.records("llm.dead-letters")).hasSize(1);
        assertThat(pipeline.provider.calls).isEmpty();
    }

    @Test
    void anEmptyOrEndlessIdIsNoIdentity() {
        pipeline.raw(
                "llm.requests", "k", PlainCodec.write(Pipeline.request("", "x").build()));
        pipeline.raw(
                "llm.requests",
                "k",
                PlainCodec.write(Pipeline.request("i".repeat(257), "x").build()));
        assertThat(pipeline.responses()).isEmpty();
        assertThat(pipeline.records("llm.dead-letters")).hasSize(2);
    }

    @Test
    void aPassedDeadlineIsAnsweredExpiredWithoutACall() {
        pipeline.request(Pipeline.request("r1", "x").setDeadline(Pipeline.START).build());
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.EXPIRED);
        assertThat(pipeline.provider.calls).isEmpty();
        assertThat(pipeline.records("llm.dead-letters")).isEmpty();
    }

    @Test
    void aCancelEndsAnOpenCallOnceItsTransactionHasCommitted() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.cancel("r1");
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.CANCELLED);
        assertThat(pipeline.provider.last().cancelled()).isFalse();
        pipeline.commit();
        assertThat(pipeline.provider.last().cancelled()).isTrue();
        assertThat(pipeline.calls.size()).isZero();
        pipeline.cancel("r1");
        pipeline.look();
        assertThat(pipeline.responses()).isEmpty();
    }

    @Test
    void anAnswerThatCrossesACancelIsDropped() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.provider.last().succeed("too late");
        pipeline.cancel("r1");
        pipeline.look();
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.CANCELLED);
        pipeline.commit();
        assertThat(pipeline.calls.size()).isZero();
        assertThat(pipeline.slots.heldBytes()).isZero();
    }

    @Test
    void aCancelThatComesFirstWaitsTenMinutesForItsRequest() {
        pipeline.cancel("r1");
        pipeline.cancel("r2");
        pipeline.request(Pipeline.request("r1", "x").build());
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.CANCELLED);
        assertThat(pipeline.provider.calls).isEmpty();
        pipeline.advance(Duration.ofMinutes(11));
        pipeline.request(Pipeline.request("r2", "x").build());
        assertThat(pipeline.provider.calls).hasSize(1);
        pipeline.request(Pipeline.request("r1", "x").build());
        assertThat(pipeline.provider.calls).hasSize(1);
    }

    @Test
    void aCancelOfAnotherTenantCancelsNothing() {
        pipeline.request(Pipeline.request("r1", "x").setTenant("t").build());
        pipeline.cancel("r1");
        pipeline.commit();
        assertThat(pipeline.provider.last().cancelled()).isFalse();
    }

    @Test
    void aCancelWhoseIdentityCannotBeKeptIsADeadLetter() {
        for (String id : List.of("", "x".repeat(257), "x".repeat(10_000), "a\nb")) {
            pipeline.raw(
                    "llm.cancels",
                    "k",
                    PlainCodec.write(Cancellation.newBuilder().setRequestId(id).build()));
        }
        pipeline.raw(
                "llm.cancels",
                "k",
                PlainCodec.write(Cancellation.newBuilder()
                        .setRequestId("r")
                        .setRedrive(-1)
                        .build()));
        assertThat(pipeline.records("llm.dead-letters")).hasSize(5);
        assertThat(auditKinds()).containsOnly("undecodable");
    }

    @Test
    void textThatIsTooLongToBeANameDoesNotReachTheAuditTrail() {
        String text = "correct horse ".repeat(1_000);
        pipeline.request(Pipeline.request("r1", "x").setSubject(text).build());
        pipeline.request(Pipeline.request("r2", "x").setModel(text).build());
        assertThat(pipeline.responses())
                .extracting(response -> response.getError().getKind())
                .containsOnly("invalid_record");
        for (var record : pipeline.records("llm.audit")) {
            assertThat(new String(record.value(), StandardCharsets.ISO_8859_1)).doesNotContain("horse");
        }
    }

    @Test
    void theTrailSaysWhatACancelFound() {
        pipeline.cancel("r1");
        pipeline.cancel("r1");
        pipeline.request(Pipeline.request("r2", "x").build());
        pipeline.cancel("r2");
        pipeline.cancel("r2");
        assertThat(pipeline.audit())
                .filteredOn(event -> event.getKind().equals("cancel"))
                .extracting(AuditEvent::getReason)
                .containsExactly("early", "repeated", "open", "answered");
    }

    @Test
    void anUndecodableCancelIsADeadLetter() {
        pipeline.raw("llm.cancels", "k", new byte[] {9});
        pipeline.raw("llm.cancels", "k", null);
        assertThat(pipeline.records("llm.dead-letters")).hasSize(2);
    }

    @Test
    void aBlockingPolicyAnswersAndEndsTheChain() {
        use(new Pipeline(blocking(), new AuditLogger()));
        pipeline.request(Pipeline.request("r1", "x").build());
        CompletionResponse response = onlyResponse();
        assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(response.getError().getCode()).isEqualTo("because");
        assertThat(response.getPolicyResults())
                .extracting(PolicyResult::getVerdict)
                .containsExactly("block");
        assertThat(pipeline.provider.calls).isEmpty();
    }

    @Test
    void aPolicyThatThrowsBlocks() {
        use(new Pipeline(named("broken", request -> {
            throw new IllegalStateException("bug");
        })));
        pipeline.request(Pipeline.request("r1", "x").build());
        assertThat(onlyResponse().getError().getCode()).isEqualTo("policy_error");
    }

    @Test
    void anAbortedTransactionPaysNothingTwice() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        assertThat(pipeline.calls.size()).isEqualTo(1);
        pipeline.hooks.aborted();
        assertThat(pipeline.calls.size()).isEqualTo(1);
    }

    @Test
    void aTaskThatComesBackAdoptsItsCallAndItsResult() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.request(Pipeline.request("r2", "x").build());
        pipeline.provider.calls.get(0).succeed("before");
        pipeline.restart();
        pipeline.look();
        pipeline.provider.calls.get(1).succeed("after");
        pipeline.look();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("r1", "r2");
        assertThat(pipeline.provider.calls).hasSize(2);
        pipeline.commit();
        assertThat(pipeline.calls.size()).isZero();
    }

    @Test
    void openRowsAreCalledAgainAfterTheirCountIsCommitted() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.calls.close();
        pipeline.restart();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(1);
        pipeline.commit();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        assertThat(onlyResponse().getAttempts()).isEqualTo(2);
        assertThat(auditKinds()).containsExactly("attempt", "redispatch", "attempt", "response");
    }

    @Test
    void aRequestThatIsCutOffAgainAndAgainIsGivenUp() {
        use(new Pipeline(settings(10, 2, 10_000, 20_000), 10));
        pipeline.request(Pipeline.request("r1", "x").build());
        for (int death = 0; death < 3; death++) {
            pipeline.calls.close();
            pipeline.restart();
            pipeline.look();
            pipeline.commit();
            pipeline.look();
        }
        assertThat(pipeline.provider.calls).hasSize(3);
        assertThat(onlyResponse().getError().getKind()).isEqualTo("redispatch_limit");
    }

    @Test
    void afterARestartCallsStartOldestFirstAndOnlyAsTheBoundAllows() {
        use(new Pipeline(settings(10, 3, 10_000, 20_000), 2));
        for (String id : List.of("r1", "r2", "r3")) {
            pipeline.request(Pipeline.request(id, "x").build());
            pipeline.advance(Duration.ofMillis(1));
        }
        pipeline.calls.close();
        pipeline.provider.calls.clear();
        pipeline.restart();
        pipeline.look();
        pipeline.commit();
        pipeline.look();
        assertThat(pipeline.provider.calls)
                .extracting(c -> c.attempt().identity().requestId())
                .containsExactly("r1", "r2");
        pipeline.provider.calls.getFirst().succeed("hi");
        pipeline.look();
        assertThat(pipeline.provider.last().attempt().identity().requestId()).isEqualTo("r3");
    }

    @Test
    void aCancelThatIsQuickerThanTheRestartLeavesOneResponseAndNoCall() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.calls.close();
        pipeline.restart();
        pipeline.cancel("r1");
        pipeline.look();
        pipeline.commit();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void aCancelThatIsQuickerThanTheAdoptionLeavesOneResponse() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.restart();
        pipeline.cancel("r1");
        pipeline.look();
        pipeline.provider.last().succeed("too late");
        pipeline.look();
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsForItsCommitWaitsNoLonger() {
        pipeline.cautious.set(true);
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.cancel("r1");
        pipeline.look();
        pipeline.commit();
        pipeline.look();
        assertThat(onlyResponse().getStatus()).isEqualTo(Status.CANCELLED);
        assertThat(pipeline.provider.calls).isEmpty();
        assertThat(pipeline.slots.waiting()).isZero();
    }

    @Test
    void aCallThatWaitedUntilItsDeadlineIsNotMade() {
        use(new Pipeline(settings(10, 3, 10_000, 20_000), 1));
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.request(Pipeline.request("r2", "x")
                .setDeadline(Pipeline.START.plusSeconds(60))
                .build());
        pipeline.calls.close();
        pipeline.restart();
        pipeline.look();
        pipeline.commit();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        pipeline.advance(Duration.ofSeconds(61));
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactlyInAnyOrder(Status.COMPLETED, Status.EXPIRED);
        assertThat(pipeline.provider.calls).hasSize(2);
        assertThat(pipeline.slots.waiting()).isZero();
    }

    @Test
    void aFullIdempotencyWindowSurvivesARestart() {
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        pipeline.restart();
        pipeline.request(Pipeline.request("r1", "x").build());
        assertThat(pipeline.provider.calls).hasSize(1);
        pipeline.advance(Duration.ofHours(24));
        assertThat(pipeline.rows()).isZero();
    }

    @Test
    void afterAnUncleanStopACallStartsOnlyOnceItsRowIsCommitted() {
        pipeline.cautious.set(true);
        pipeline.request(Pipeline.request("r1", "x").build());
        pipeline.look();
        assertThat(pipeline.provider.calls).isEmpty();
        pipeline.commit();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(1);
    }

    @Test
    void noTextOfARequestOrAnAnswerReachesTheAuditTrail() {
        String secret = "correct horse battery staple";
        pipeline.request(
                Pipeline.request("r1", secret).setMetadata(Map.of("m", secret)).build());
        pipeline.provider.last().succeed(secret);
        pipeline.look();
        for (var record : pipeline.records("llm.audit")) {
            assertThat(new String(record.value(), StandardCharsets.ISO_8859_1)).doesNotContain("horse");
        }
    }

    private static Policy blocking() {
        return named(
                "blocker",
                material -> new Verdict.Block("because", new Evidence(null, List.of(new Finding("kind", 0, 0, 1)))));
    }

    private static Policy named(String name, Function<Material, Verdict> judge) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict judge(Material material) {
                return judge.apply(material);
            }
        };
    }
}
