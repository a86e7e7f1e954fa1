package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.calls.Intake;
import dev.alize.domain.Direction;
import dev.alize.domain.Evidence;
import dev.alize.domain.FailureKind;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.policies.Policy;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkTest {
    private static final Verdict BLOCK = new Verdict.Block("bad", new Evidence(0.9, List.of()));

    private record Asked(Material material, Consumer<Verdict> answer) {
        String text() {
            return material.passages().getFirst().text();
        }
    }

    /** Answers when the test says so. */
    private static final class Asker implements AskingPolicy {
        final List<Asked> asked = new ArrayList<>();

        @Override
        public String name() {
            return "asker";
        }

        @Override
        public void ask(Material material, Consumer<Verdict> answer) {
            asked.add(new Asked(material, answer));
        }

        void say(int question, Verdict verdict) {
            asked.get(question).answer().accept(verdict);
        }
    }

    private record Quick(String name) implements Policy {
        @Override
        public Verdict judge(Material material) {
            return Verdict.Allow.CLEAN;
        }
    }

    private final Asker asker = new Asker();
    private Pipeline pipeline = pipeline(Action.BLOCK, Conduct.OnError.BLOCK, Direction.REQUEST);

    private Pipeline pipeline(Action action, Conduct.OnError onError, Direction direction) {
        Conduct usual = Conduct.of(Action.BLOCK, direction);
        return new Pipeline(
                FakeRouter.of("target"),
                Chains.of(List.of(
                        new Link(new Quick("before"), usual),
                        new Link(asker, new Conduct(action, Set.of(direction), onError)),
                        new Link(new Quick("after"), usual))));
    }

    private void use(Pipeline other) {
        pipeline.close();
        pipeline = other;
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void request(String id) {
        pipeline.request(Pipeline.request(id, "text of " + id).build());
    }

    private void step() {
        pipeline.look();
        pipeline.commit();
        pipeline.look();
    }

    private List<String> called() {
        return pipeline.provider.calls.stream().map(FakeProvider.Started::id).toList();
    }

    private static List<String> said(CompletionResponse response) {
        return response.getPolicyResults().stream()
                .map(result -> result.getPolicy() + " " + result.getVerdict())
                .toList();
    }

    @Test
    void aRequestIsParkedUntilTheVerdictIsInAndThenGoesOn() {
        request("r1");
        step();
        assertThat(called()).isEmpty();
        assertThat(pipeline.intake.parked()).isEqualTo(1);
        assertThat(pipeline.slots.taken()).isZero();
        assertThat(asker.asked).singleElement().extracting(Asked::text).isEqualTo("text of r1");

        asker.say(0, Verdict.Allow.CLEAN);
        step();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.intake.parked()).isZero();
        pipeline.provider.last().succeed("x");
        step();
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(said(response)).containsExactly("before allow", "asker allow", "after allow");
        });
        assertThat(pipeline.audit().stream().map(AuditEvent::getKind)).contains("parked", "admitted", "response");
    }

    @Test
    void aBlockAnswersTheRequestAndNothingIsCalled() {
        request("r1");
        asker.say(0, BLOCK);
        step();

        assertThat(called()).isEmpty();
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
            assertThat(response.getError().getCode()).isEqualTo("bad");
            assertThat(said(response)).containsExactly("before allow", "asker block");
        });
    }

    @Test
    void inShadowABlockIsOnlyNoted() {
        use(pipeline(Action.SHADOW, Conduct.OnError.BLOCK, Direction.REQUEST));
        request("r1");
        asker.say(0, BLOCK);
        step();

        assertThat(called()).containsExactly("r1");
        pipeline.provider.last().succeed("x");
        step();
        PolicyResult result = pipeline.responses().getFirst().getPolicyResults().get(1);
        assertThat(result.getVerdict()).isEqualTo("flag");
        assertThat(result.getShadow()).isTrue();
    }

    @Test
    void aPolicyThatThrowsInsteadOfAskingFailsAsItsConductSays() {
        AskingPolicy broken = new AskingPolicy() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void ask(Material material, Consumer<Verdict> answer) {
                throw new IllegalStateException();
            }
        };
        for (Conduct.OnError onError : Conduct.OnError.values()) {
            Conduct conduct = new Conduct(Action.BLOCK, Set.of(Direction.REQUEST), onError);
            use(new Pipeline(FakeRouter.of("target"), Chains.of(List.of(new Link(broken, conduct)))));
            request("r1");
            step();
            assertThat(called()).hasSize(onError == Conduct.OnError.ALLOW ? 1 : 0);
        }
    }

    @Test
    void aRestartAsksAgainAndIgnoresTheLateVerdictOfTheEarlierStart() {
        request("r1");
        step();
        pipeline.restart();
        step();
        assertThat(asker.asked).hasSize(2);
        asker.say(0, BLOCK);
        step();
        assertThat(pipeline.responses()).isEmpty();
        asker.say(1, Verdict.Allow.CLEAN);
        step();
        assertThat(called()).containsExactly("r1");
        pipeline.provider.last().succeed("x");
        step();
        assertThat(said(pipeline.responses().getFirst())).containsExactly("before allow", "asker allow", "after allow");
    }

    @Test
    void aCallThatAnAbortedTransactionLeftIsAdoptedAfterTheNextVerdict() {
        request("r1");
        pipeline.commit();
        byte[] parked = pipeline.row("r1");
        asker.say(0, Verdict.Allow.CLEAN);
        pipeline.look();
        assertThat(called()).containsExactly("r1");
        pipeline.putRow("r1", parked);
        pipeline.restart();
        step();
        assertThat(pipeline.intake.parked()).isEqualTo(1);
        asker.say(1, Verdict.Allow.CLEAN);
        step();
        pipeline.provider.last().succeed("x");
        step();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(response.getAttempts()).isEqualTo(1);
            assertThat(said(response)).containsExactly("before allow", "asker allow", "after allow");
        });
        assertThat(pipeline.slots.taken()).isZero();
        assertThat(pipeline.intake.parked()).isZero();
    }

    @Test
    void anotherProcessAsksAgainToo() {
        request("r1");
        pipeline.restartAsAnotherProcess();
        step();
        asker.say(1, Verdict.Allow.CLEAN);
        step();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.intake.parked()).isZero();
    }

    @Test
    void aCancelEndsAParkedRequestAndALateVerdictIsDropped() {
        request("r1");
        pipeline.cancel("r1");
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.CANCELLED);
        assertThat(pipeline.intake.parked()).isZero();
        asker.say(0, Verdict.Allow.CLEAN);
        step();
        assertThat(pipeline.responses()).isEmpty();
        assertThat(called()).isEmpty();
    }

    @Test
    void aRepeatOfAParkedRequestIsOnlyAudited() {
        request("r1");
        request("r1");
        step();
        assertThat(asker.asked).hasSize(1);
        assertThat(pipeline.audit().stream().map(AuditEvent::getKind)).contains("duplicate");
        asker.say(0, Verdict.Allow.CLEAN);
        step();
        assertThat(called()).containsExactly("r1");
    }

    @Test
    void aParkedRequestExpiresAtItsDeadline() {
        pipeline.request(Pipeline.request("r1", "x")
                .setDeadline(Pipeline.START.plusSeconds(5))
                .build());
        step();
        pipeline.advance(Duration.ofSeconds(6));
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.EXPIRED);
            assertThat(response.getError().getKind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED.code());
        });
        asker.say(0, Verdict.Allow.CLEAN);
        step();
        assertThat(called()).isEmpty();
        assertThat(pipeline.responses()).isEmpty();
    }

    @Test
    void requestsOfOneKeyWaitForTheParkedOneInFrontOfThem() {
        for (String id : List.of("a1", "a2", "a3")) {
            pipeline.request(Pipeline.request(id, id).setOrderingKey("a").build());
        }
        step();
        assertThat(asker.asked).hasSize(1);
        asker.say(0, BLOCK);
        step();
        assertThat(asker.asked).hasSize(2);
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("a1");
        pipeline.restart();
        step();
        assertThat(asker.asked.getLast().text()).isEqualTo("a2");
        asker.say(asker.asked.size() - 1, Verdict.Allow.CLEAN);
        step();
        assertThat(called()).containsExactly("a2");
        pipeline.provider.last().succeed("x");
        step();
        assertThat(asker.asked.getLast().text()).isEqualTo("a3");
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("a2");
    }

    @Test
    void asksForAFewAtATimeAndForTheRestInTheirOrder() {
        for (int i = 0; i < 100; i++) {
            request("r" + i);
        }
        assertThat(asker.asked).hasSize(32);
        for (int i = 0; i < 100; i++) {
            asker.say(i, Verdict.Allow.CLEAN);
            pipeline.look();
        }
        assertThat(asker.asked.stream().map(Asked::text).toList().get(99)).isEqualTo("text of r99");
        assertThat(called()).hasSize(100);
        assertThat(pipeline.intake.parked()).isZero();
    }

    @Test
    void readingStopsWhileTooManyAreParked() {
        for (int i = 0; i < 5; i++) {
            assertThat(pipeline.intake.isOpen(Intake.Source.REQUESTS)).isTrue();
            request("r" + i);
        }
        assertThat(pipeline.intake.isOpen(Intake.Source.REQUESTS)).isFalse();
        for (int i = 0; i < 5; i++) {
            asker.say(i, BLOCK);
        }
        step();
        assertThat(pipeline.intake.isOpen(Intake.Source.REQUESTS)).isTrue();
    }

    @Test
    void aRequestThatDoesNotFitIsRefusedUnasked() {
        pipeline.request(Pipeline.request("r1", "x".repeat(20_000)).build());
        step();
        assertThat(asker.asked).isEmpty();
        assertThat(pipeline.responses().getFirst().getError().getKind())
                .isEqualTo(FailureKind.REQUEST_TOO_LARGE.code());
    }

    @Test
    void whatWasParkedAtAPolicyThatIsGoneGoesThroughTheChainFromItsStart() {
        request("r1");
        pipeline.restartWith(
                Chains.of(List.of(new Link(new Quick("other"), Conduct.of(Action.BLOCK, Direction.REQUEST)))));
        step();
        assertThat(called()).containsExactly("r1");
        pipeline.provider.last().succeed("x");
        step();
        assertThat(said(pipeline.responses().getFirst())).containsExactly("before allow", "other allow");
        assertThat(pipeline.intake.parked()).isZero();
    }

    @Test
    void anAnswerIsDeliveredOnlyAfterTheVerdict() {
        use(pipeline(Action.BLOCK, Conduct.OnError.BLOCK, Direction.RESPONSE));
        request("r1");
        pipeline.provider.last().succeed("the answer");
        step();
        assertThat(pipeline.responses()).isEmpty();
        assertThat(asker.asked).hasSize(1);
        assertThat(asker.asked.getFirst().material().direction()).isEqualTo(Direction.RESPONSE);
        assertThat(asker.asked.getFirst().material().asked().stream().map(Passage::text))
                .containsExactly("text of r1");
        asker.say(0, Verdict.Allow.CLEAN);
        step();
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(said(response)).containsExactly("before allow", "asker allow", "after allow");
        });
    }

    @Test
    void aBlockTakesTheAnswerAway() {
        use(pipeline(Action.BLOCK, Conduct.OnError.BLOCK, Direction.RESPONSE));
        request("r1");
        pipeline.provider.last().succeed("the answer");
        asker.say(0, BLOCK);
        step();
        assertThat(pipeline.responses()).singleElement().satisfies(response -> {
            assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
            assertThat(response.getChoices()).isEmpty();
            assertThat(said(response)).containsExactly("before allow", "asker block");
        });
    }

    @Test
    void aTaskThatComesBackAdoptsACallWhoseAnswerIsStillJudged() {
        use(pipeline(Action.BLOCK, Conduct.OnError.BLOCK, Direction.RESPONSE));
        request("r1");
        pipeline.commit();
        pipeline.provider.last().succeed("the answer");
        pipeline.restart();
        step();
        asker.say(0, Verdict.Allow.CLEAN);
        step();
        assertThat(called()).containsExactly("r1");
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.COMPLETED);
    }

    @Test
    void aFailedCallIsNotAskedAbout() {
        use(pipeline(Action.BLOCK, Conduct.OnError.BLOCK, Direction.RESPONSE));
        request("r1");
        pipeline.provider.last().fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        step();
        assertThat(asker.asked).isEmpty();
        assertThat(pipeline.responses())
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.FAILED);
    }
}
