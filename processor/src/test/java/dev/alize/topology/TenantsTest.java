package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.alize.domain.FailureKind;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.Status;
import dev.alize.topology.Tenancy.Claims;
import dev.alize.topology.Tenancy.Own;
import dev.alize.topology.Tenancy.Replies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tenants with topics of their own, through the real topology. */
class TenantsTest {
    private static final List<Own> OWNS = List.of(
            new Own("acme", "in.acme", "stop.acme", new Replies("out.acme", "parts.acme")),
            new Own("globex", "in.globex", null, null));

    private final Pipeline pipeline = new Pipeline();

    @BeforeEach
    void bind() {
        pipeline.restartWith(Tenancy.of(Claims.UNBOUND, OWNS));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void send(String topic, CompletionRequest request) {
        pipeline.raw(topic, request.getRequestId(), PlainCodec.write(request));
    }

    private static CompletionRequest request(String id, String tenant) {
        return Pipeline.request(id, "hello").setTenant(tenant).build();
    }

    private void cancel(String topic, String id, String tenant) {
        Cancellation cancel =
                Cancellation.newBuilder().setRequestId(id).setTenant(tenant).build();
        pipeline.raw(topic, id, PlainCodec.write(cancel));
    }

    private List<CompletionResponse> responses(String topic) {
        return pipeline.records(topic).stream()
                .map(record -> PlainCodec.read(record.value(), CompletionResponse.class))
                .toList();
    }

    private void answerAll() {
        pipeline.provider.calls.forEach(call -> call.succeed("hi"));
        pipeline.look();
    }

    @Test
    void aRecordOnATenantsTopicIsTheTenantsWithOrWithoutItsName() {
        send("in.acme", request("r1", "default"));
        send("in.acme", request("r2", "acme"));
        answerAll();

        assertThat(responses("out.acme"))
                .extracting(CompletionResponse::getTenant, CompletionResponse::getRequestId)
                .containsExactly(tuple("acme", "r1"), tuple("acme", "r2"));
        assertThat(pipeline.responses()).isEmpty();
        assertThat(pipeline.audit())
                .isNotEmpty()
                .extracting(AuditEvent::getTenant)
                .containsOnly("acme");
    }

    @Test
    void namingTheTenantMakesNoOtherRequestOfIt() {
        send("in.acme", request("r1", "default"));
        send("in.acme", request("r1", "acme"));
        answerAll();

        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(responses("out.acme")).hasSize(1);
    }

    @Test
    void whereATenantHasNoTopicForAnswersTheCommonOneHasThem() {
        send("in.globex", request("r1", "default"));
        answerAll();

        assertThat(pipeline.responses())
                .singleElement()
                .extracting(CompletionResponse::getTenant)
                .isEqualTo("globex");
    }

    @Test
    void anotherTenantsNameIsRefusedWithoutTouchingThatTenant() {
        send("in.acme", request("r1", "globex"));

        CompletionResponse refused = responses("out.acme").getFirst();
        assertThat(refused.getTenant()).isEqualTo("acme");
        assertThat(refused.getStatus()).isEqualTo(Status.FAILED);
        assertThat(refused.getError().getKind()).isEqualTo("tenant_mismatch");
        assertThat(refused.getError().getMessage()).contains("acme").doesNotContain("globex");
        assertThat(pipeline.responses()).isEmpty();
        List<AuditEvent> told = pipeline.audit();
        assertThat(told)
                .extracting(AuditEvent::getKind, AuditEvent::getReason)
                .contains(tuple("invalid", "tenant_mismatch"));
        assertThat(told).extracting(AuditEvent::getTenant).containsOnly("acme");

        send("in.globex", request("r1", "globex"));
        assertThat(pipeline.provider.calls).hasSize(1);
        answerAll();
        assertThat(pipeline.responses())
                .singleElement()
                .extracting(CompletionResponse::getStatus)
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void onACommonTopicABoundTenantsNameIsADeadLetterThatNobodyIsAnsweredFor() {
        send("llm.requests", request("r1", "acme"));
        send("llm.requests-interactive", request("r1", "acme"));

        assertThat(pipeline.responses()).isEmpty();
        assertThat(responses("out.acme")).isEmpty();
        assertThat(pipeline.rows()).isZero();
        var dead = pipeline.records("llm.dead-letters");
        assertThat(dead).hasSize(2).allSatisfy(record -> {
            assertThat(new String(record.headers().lastHeader("llm.error-kind").value(), StandardCharsets.UTF_8))
                    .isEqualTo("tenant_mismatch");
            assertThat(record.headers().lastHeader("llm.raw")).isNotNull();
        });
        assertThat(pipeline.audit())
                .hasSize(2)
                .extracting(AuditEvent::getKind, AuditEvent::getReason, AuditEvent::getTenant)
                .containsOnly(tuple("invalid", "tenant_mismatch", null));

        send("in.acme", request("r1", "acme"));
        answerAll();
        assertThat(responses("out.acme")).hasSize(1);
    }

    @Test
    void onACommonTopicOthersGoOnAsBefore() {
        send("llm.requests", request("r1", "initech"));
        answerAll();

        assertThat(pipeline.responses())
                .singleElement()
                .extracting(CompletionResponse::getTenant)
                .isEqualTo("initech");
    }

    @Test
    void whereTheCommonTopicIsTrustedATenantIsAnsweredWhereItAsked() {
        pipeline.restartWith(Tenancy.of(Claims.ANY, OWNS));
        send("llm.requests", request("r1", "acme"));
        send("in.acme", request("r2", "acme"));
        answerAll();

        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("r1");
        assertThat(responses("out.acme"))
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("r2");
    }

    @Test
    void aDamagedRecordIsAnsweredToTheOwnerOfItsTopic() {
        byte[] damaged = (PlainCodec.DAMAGED + "r1").getBytes(StandardCharsets.UTF_8);
        pipeline.raw("in.acme", "r1", damaged);

        assertThat(responses("out.acme"))
                .singleElement()
                .satisfies(response -> assertThat(response.getTenant()).isEqualTo("acme"));
    }

    @Test
    void aCancelFromAnotherTenantsTopicEndsNothing() {
        send("in.globex", request("r1", "globex"));
        cancel("stop.acme", "r1", "globex");
        cancel("stop.acme", "r1", "default");
        cancel("llm.cancels", "r1", "globex");
        pipeline.look();

        assertThat(pipeline.responses()).isEmpty();
        assertThat(pipeline.records("llm.dead-letters")).hasSize(2);
        assertThat(pipeline.audit())
                .filteredOn(event -> event.getKind().equals("cancel"))
                .extracting(AuditEvent::getTenant, AuditEvent::getReason)
                .containsExactly(tuple("acme", "early"));
        answerAll();
        assertThat(pipeline.responses())
                .singleElement()
                .extracting(CompletionResponse::getStatus)
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void aRefusedCancelIsNotKeptForALaterRequest() {
        cancel("llm.cancels", "r1", "acme");
        send("in.acme", request("r1", "acme"));
        answerAll();

        assertThat(responses("out.acme"))
                .singleElement()
                .extracting(CompletionResponse::getStatus)
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void aTenantCancelsItsOwnRequests() {
        send("in.acme", request("r1", "acme"));
        cancel("stop.acme", "r1", "default");

        assertThat(responses("out.acme"))
                .singleElement()
                .extracting(CompletionResponse::getStatus)
                .isEqualTo(Status.CANCELLED);
    }

    @Test
    void streamsAndWhatIsAnsweredAfterARestartGoToTheTenantsTopicsToo() {
        send("in.acme", Pipeline.request("r1", "hello").setStream(true).build());
        FakeProvider.Started call = pipeline.provider.last();
        call.event("{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                + "\"content\":\"a\"}}]}");
        pipeline.advance(Duration.ofMillis(20));
        pipeline.commit();
        pipeline.restart();
        call.event("{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},"
                + "\"finish_reason\":\"stop\"}]}");
        call.end();
        pipeline.advance(Duration.ofMillis(20));

        assertThat(pipeline.records("parts.acme").stream()
                        .map(record -> PlainCodec.read(record.value(), CompletionChunk.class)))
                .isNotEmpty()
                .allSatisfy(chunk -> assertThat(chunk.getTenant()).isEqualTo("acme"));
        assertThat(pipeline.chunks()).isEmpty();
        assertThat(responses("out.acme"))
                .singleElement()
                .extracting(CompletionResponse::getStatus)
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void theHeaderOfTheSchemaIsOnATenantsTopicToo() {
        send("in.acme", request("r1", "acme"));
        answerAll();

        assertThat(pipeline.records("out.acme").getFirst().headers().headers("__value_schema_id"))
                .hasSize(1);
    }

    @Test
    void aFailedRequestOfATenantIsACommonDeadLetterWithItsName() {
        send("in.acme", request("r1", "default"));
        pipeline.provider.last().fail(FailureKind.UNAUTHORIZED, 401);
        pipeline.look();

        DeadLetter letter =
                PlainCodec.read(pipeline.records("llm.dead-letters").getFirst().value(), DeadLetter.class);
        assertThat(letter.getTenant()).isEqualTo("acme");
        assertThat(letter.getRequest().getTenant()).isEqualTo("acme");
        assertThat(letter.getSourceTopic()).isEqualTo("in.acme");
    }
}
