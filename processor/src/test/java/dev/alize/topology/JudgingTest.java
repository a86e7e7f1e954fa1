package dev.alize.topology;

import static dev.alize.topology.Policies.MARKER;
import static dev.alize.topology.Policies.WORD;
import static dev.alize.topology.Policies.blocking;
import static dev.alize.topology.Policies.link;
import static dev.alize.topology.Policies.named;
import static dev.alize.topology.Policies.redacting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Direction;
import dev.alize.domain.Edit;
import dev.alize.domain.Evidence;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Router.Next;
import dev.alize.domain.Verdict;
import dev.alize.domain.Verdict.Remedy;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.Chain;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.Status;
import dev.alize.schemas.Tool;
import dev.alize.schemas.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JudgingTest {
    private static final Direction[] BOTH = {Direction.REQUEST, Direction.RESPONSE};

    private final FakeRouter router = FakeRouter.of("a", "b");
    private Pipeline pipeline = new Pipeline(router);

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void chain(Link... links) {
        use(Chains.of(List.of(links)));
    }

    private void use(Chains chains) {
        pipeline.close();
        pipeline = new Pipeline(router, chains);
    }

    private void request(String text) {
        pipeline.request(Pipeline.request("r", text).build());
    }

    private void answer(String text) {
        pipeline.provider.last().succeed(text);
        pipeline.look();
        pipeline.commit();
    }

    private OpenRequest open() {
        return new Rows().decode(pipeline.row("r")).getOpen();
    }

    private CompletionResponse response() {
        List<CompletionResponse> responses = pipeline.responses();
        assertThat(responses).hasSize(1);
        return responses.getFirst();
    }

    private static String content(CompletionResponse response) {
        return String.valueOf(response.getChoices().getFirst().getMessage().getContent());
    }

    private static List<String> verdicts(CompletionResponse response) {
        return response.getPolicyResults().stream()
                .map(result -> result.getPolicy() + " " + result.getDirection() + " " + result.getVerdict())
                .toList();
    }

    @Test
    void whatAPolicyTakesOutIsNotSentAndIsPutBackIntoTheAnswer() {
        chain(link(redacting("pii"), Action.REDACT, BOTH));
        request("my " + WORD + " is safe");
        assertThat(open().getRequest().getMessages().getFirst().getContent()).isEqualTo("my " + MARKER + " is safe");
        assertThat(open().getOriginals()).containsExactly(Map.entry(MARKER, WORD));
        answer("your " + MARKER + ", please");
        CompletionResponse response = response();
        assertThat(content(response)).isEqualTo("your " + WORD + ", please");
        assertThat(verdicts(response)).containsExactly("pii request rewrite", "pii response rewrite");
        assertThat(response.getPolicyResults().getFirst().getFound()).containsEntry("WORD", 1);
    }

    @Test
    void everyTextOfARequestIsJudgedWithItsOrigin() {
        List<Passage> seen = new ArrayList<>();
        chain(link(
                named("all", material -> {
                    seen.addAll(material.passages());
                    return Verdict.Allow.CLEAN;
                }),
                Action.BLOCK,
                Direction.REQUEST));
        ContentPart text =
                ContentPart.newBuilder().setType("text").setText("part").build();
        ContentPart image = ContentPart.newBuilder()
                .setType("image_url")
                .setExtra(Map.of("x", "\"no\""))
                .build();
        ContentPart document = ContentPart.newBuilder()
                .setType("document")
                .setExtra(Map.of("document", "{\"title\":\"t\"}"))
                .build();
        ToolCall call =
                ToolCall.newBuilder().setName("f").setArguments("{\"a\":1}").build();
        Tool tool = Tool.newBuilder().setName("f").setDescription("does f").build();
        pipeline.request(Pipeline.request("r", "")
                .setMessages(List.of(
                        message("system", "rules"),
                        message("user", List.of(text, image, document)),
                        Message.newBuilder(message("assistant", "I call"))
                                .setToolCalls(List.of(call))
                                .build(),
                        message("tool", "result"),
                        message("stranger", "hello")))
                .setParameters(Parameters.newBuilder().setTools(List.of(tool)).build())
                .setExtra(Map.of("documents", "[\"d\"]", "n", "5"))
                .build());
        assertThat(seen)
                .containsExactly(
                        new Passage(Origin.SYSTEM, 0, "rules"),
                        new Passage(Origin.USER, 1, "part"),
                        new Passage(Origin.DOCUMENT, 1, "{\"title\":\"t\"}"),
                        new Passage(Origin.ASSISTANT, 2, "I call"),
                        new Passage(Origin.TOOL_CALL, 2, "{\"a\":1}"),
                        new Passage(Origin.TOOL_RESULT, 3, "result"),
                        new Passage(Origin.USER, 4, "hello"),
                        new Passage(Origin.SYSTEM, 0, "does f"),
                        new Passage(Origin.DOCUMENT, 0, "[\"d\"]"));
    }

    private static Message message(String role, Object content) {
        return Message.newBuilder().setRole(role).setContent(content).build();
    }

    @Test
    void aBlockedAnswerIsTakenAwayAndTheRestOfTheChainIsNotAsked() {
        List<String> asked = new ArrayList<>();
        chain(
                link(blocking("first", Remedy.NONE), Action.BLOCK, Direction.RESPONSE),
                link(
                        named("second", material -> {
                            asked.add(material.direction().code());
                            return Verdict.Allow.CLEAN;
                        }),
                        Action.BLOCK,
                        BOTH));
        request("x");
        answer("bad");
        CompletionResponse response = response();
        assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(response.getError().getKind()).isEqualTo("policy_blocked");
        assertThat(response.getError().getCode()).isEqualTo("because");
        assertThat(response.getChoices()).isEmpty();
        assertThat(response.getUsage()).isNotNull();
        assertThat(asked).containsExactly("request");
        assertThat(verdicts(response)).containsExactly("second request allow", "first response block");
        AuditEvent last = pipeline.audit().getLast();
        assertThat(last.getVerdicts()).extracting(PolicyResult::getVerdict).containsExactly("allow", "block");
        assertThat(pipeline.rows()).isEqualTo(1);
    }

    @Test
    void aPolicyThatOnlyWatchesChangesNothing() {
        chain(link(blocking("watch", Remedy.RETRY), Action.SHADOW, BOTH), link(redacting("pii"), Action.SHADOW, BOTH));
        request("my " + WORD);
        answer("fine");
        CompletionResponse response = response();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.getPolicyResults()).allMatch(PolicyResult::getShadow);
        assertThat(verdicts(response))
                .containsExactly("watch request flag", "pii request flag", "watch response flag", "pii response allow");
    }

    @Test
    void aPolicyThatFailsBlocksUnlessItsConductSaysOtherwise() {
        var failing = named("failing", material -> {
            throw new StackOverflowError("deep");
        });
        chain(new Link(failing, new Conduct(Action.BLOCK, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW)));
        request("x");
        answer("fine");
        CompletionResponse allowed = response();
        assertThat(allowed.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(allowed.getPolicyResults().getFirst().getReason()).isEqualTo("policy_error");
        chain(link(failing, Action.FLAG, Direction.REQUEST));
        request("x");
        assertThat(response().getError().getCode()).isEqualTo("policy_error");
    }

    @Test
    void editsThatDoNotFitAreAFailureOfThePolicy() {
        var wild = named(
                "wild",
                material -> new Verdict.Rewrite("wild", List.of(new Edit(0, 0, 99, "")), Map.of(), Evidence.NONE));
        chain(link(wild, Action.REDACT, Direction.REQUEST));
        request("x");
        assertThat(pipeline.provider.calls).isEmpty();
        assertThat(response().getStatus()).isEqualTo(Status.BLOCKED);
    }

    @Test
    void aPolicyCanWantAnotherAttempt() {
        chain(link(
                named(
                        "quality",
                        material -> material.passages().getFirst().text().equals("good")
                                ? Verdict.Allow.CLEAN
                                : new Verdict.Block("low_quality", Remedy.RETRY, Evidence.NONE)),
                Action.RETRY,
                Direction.RESPONSE));
        router.next = failed -> new Next.Retry(failed.route(), 100, true);
        request("x");
        answer("bad");
        assertThat(pipeline.responses()).isEmpty();
        assertThat(router.failures.getFirst().failure().kind().code()).isEqualTo("low_quality");
        pipeline.advance(Duration.ofMillis(200));
        pipeline.look();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        answer("good");
        CompletionResponse response = response();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.getAttempts()).isEqualTo(2);
        assertThat(verdicts(response)).containsExactly("quality response allow");
        assertThat(pipeline.audit())
                .filteredOn(event -> event.getKind().equals("retry"))
                .extracting(AuditEvent::getReason)
                .containsExactly("low_quality");
    }

    @Test
    void anAnswerIsNotGivenAwayToWaitForATargetThatTakesNoCalls() {
        chain(link(blocking("quality", Remedy.RETRY), Action.RETRY, Direction.RESPONSE));
        router.next = failed -> new Next.Requeue(failed.route());
        router.trials = true;
        request("x");
        answer("the answer");
        assertThat(router.failures.getFirst().trial()).isFalse();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(1);
        CompletionResponse response = response();
        assertThat(content(response)).isEqualTo("the answer");
        assertThat(verdicts(response)).containsExactly("quality response flag");
    }

    @Test
    void anAbortedTransactionSendsAnAnswerBackOnceAndPaysNothingTwice() {
        chain(
                link(redacting("pii"), Action.REDACT, Direction.RESPONSE),
                link(
                        named(
                                "quality",
                                material -> router.failures.isEmpty()
                                                || material.passages()
                                                        .getFirst()
                                                        .text()
                                                        .equals("bad")
                                        ? new Verdict.Block("low_quality", Remedy.RETRY, Evidence.NONE)
                                        : Verdict.Allow.CLEAN),
                        Action.RETRY,
                        Direction.RESPONSE));
        router.next = failed -> new Next.Retry(failed.route(), 100, true);
        request("x");
        pipeline.commit();
        byte[] row = pipeline.row("r");
        pipeline.provider.last().succeed("bad");
        pipeline.look();
        assertThat(pipeline.responses()).isEmpty();
        pipeline.putRow("r", row);
        pipeline.restart();
        pipeline.look();
        pipeline.commit();
        assertThat(pipeline.provider.calls).hasSize(1);
        pipeline.advance(Duration.ofMillis(200));
        pipeline.look();
        pipeline.look();
        assertThat(pipeline.provider.calls).hasSize(2);
        answer("good");
        CompletionResponse response = response();
        assertThat(response.getAttempts()).isEqualTo(2);
        assertThat(verdicts(response)).containsExactly("pii response allow", "quality response allow");
        assertThat(pipeline.slots.taken()).isZero();
        assertThat(pipeline.slots.heldBytes()).isZero();
    }

    @Test
    void aBlockedAnswerOfAnAbortedTransactionIsBlockedOnce() {
        chain(
                link(redacting("pii"), Action.REDACT, Direction.RESPONSE),
                link(blocking("strict", Remedy.NONE), Action.BLOCK, Direction.RESPONSE));
        request("x");
        pipeline.commit();
        byte[] row = pipeline.row("r");
        pipeline.provider.last().succeed("bad");
        pipeline.look();
        assertThat(pipeline.responses()).hasSize(1);
        pipeline.putRow("r", row);
        pipeline.restart();
        pipeline.look();
        pipeline.commit();
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
            assertThat(response.getChoices()).isEmpty();
            assertThat(verdicts(response)).containsExactly("pii response allow", "strict response block");
        });
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(pipeline.slots.heldBytes()).isZero();
    }

    @Test
    void aPolicyCanWantTheNextTargetAndLivesWithTheLastAnswer() {
        chain(link(blocking("quality", Remedy.FALLBACK), Action.FALLBACK, Direction.RESPONSE));
        router.next = failed -> failed.target().equals("a")
                ? new Next.Fallback(new dev.alize.domain.Route(List.of("b")))
                : new Next.GiveUp();
        request("x");
        answer("one");
        pipeline.look();
        pipeline.look();
        assertThat(pipeline.provider.last().attempt().target().id()).isEqualTo("b");
        answer("two");
        CompletionResponse response = response();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(content(response)).isEqualTo("two");
        assertThat(verdicts(response)).containsExactly("quality response flag");
    }

    @Test
    void anotherChainHoldsForSomeRequests() {
        Chain strict = new Chain(List.of(link(blocking("strict", Remedy.NONE), Action.BLOCK, Direction.REQUEST)));
        use(new Chains(
                new Chain(List.of()),
                List.of(new Chains.Special(about -> about.identity().tenant().equals("acme"), strict)),
                List.of("strict")));
        request("x");
        assertThat(pipeline.provider.calls).hasSize(1);
        pipeline.request(Pipeline.request("s", "x").setTenant("acme").build());
        assertThat(pipeline.provider.calls).hasSize(1);
        assertThat(response().getStatus()).isEqualTo(Status.BLOCKED);
    }
}
