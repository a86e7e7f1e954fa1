package dev.alize.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.vendor.Dialect;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ActiveBehaviourTest {
    private static final Asked NONE = asked(MultiMap.caseInsensitiveMultiMap());
    private static final Rule OUTAGE = Rule.of(Match.ALL, Reaction.Refuse.of(503, "3505"));
    private static final Rule HANG = Rule.of(Match.ALL, new Reaction.Hang());

    private final AtomicLong nanos = new AtomicLong(77);

    @Test
    void aWindowOpensAndCloses() {
        ActiveBehaviour active = activate(OUTAGE.between(Duration.ofSeconds(10), Duration.ofSeconds(20)));
        assertThat(active.take(0, NONE)).isNull();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(active.take(0, NONE)).isNotNull();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(active.take(0, NONE)).isNotNull();
        nanos.addAndGet(1);
        assertThat(active.take(0, NONE)).isNull();
    }

    @Test
    void theFirstRuleThatMatchesDecidesUntilItIsUsedUp() {
        ActiveBehaviour active = activate(OUTAGE.times(2), HANG);
        assertThat(active.take(0, NONE)).isEqualTo(OUTAGE.times(2));
        assertThat(active.take(0, NONE)).isEqualTo(OUTAGE.times(2));
        assertThat(active.take(0, NONE)).isEqualTo(HANG);
    }

    @Test
    void aRequestIdAndAHeaderMustBeThoseOfTheCall() {
        ActiveBehaviour active = activate(
                Rule.of(Match.requestId("r-1"), new Reaction.Hang()),
                Rule.of(Match.header("X-Tenant", "acme"), new Reaction.Reset()),
                Rule.of(new Match(1, "x-any", null, null), new Reaction.Empty()));
        assertThat(reaction(active, "x-alize-request-id", "r-1")).isEqualTo(new Reaction.Hang());
        assertThat(reaction(active, "x-alize-request-id", "r-2")).isEqualTo(new Reaction.Answer());
        assertThat(reaction(active, "x-tenant", "acme")).isEqualTo(new Reaction.Reset());
        assertThat(reaction(active, "x-tenant", "other")).isEqualTo(new Reaction.Answer());
        assertThat(reaction(active, "x-any", "thing")).isEqualTo(new Reaction.Empty());
    }

    @Test
    void aShareIsTakenAndTheSameOneForTheSameSeed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Behaviour behaviour = Behaviour.GOOD.withSeed(seed).with(Rule.of(Match.share(0.1), new Reaction.Hang()));
        ActiveBehaviour first = new ActiveBehaviour(behaviour, Dialect.MISTRAL, 1, nanos::get);
        ActiveBehaviour second = new ActiveBehaviour(behaviour, Dialect.MISTRAL, 1, nanos::get);
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            boolean hit = first.take(0, NONE) != null;
            assertThat(second.take(0, NONE) != null).isEqualTo(hit);
            taken += hit ? 1 : 0;
        }
        assertThat(taken).isBetween(800, 1_200);
    }

    @Test
    void aPathIsThatOfTheCallAndCompletionsWithoutOne() {
        Asked models = Asked.bare(MultiMap.caseInsensitiveMultiMap(), "/v1/models");
        ActiveBehaviour active = activate(OUTAGE);
        assertThat(active.take(0, models)).isNull();
        assertThat(active.take(0, NONE)).isEqualTo(OUTAGE);
        Rule everywhere = Rule.of(Match.EVERYTHING, new Reaction.Hang());
        Rule onlyModels = Rule.of(Match.path("/v1/models"), new Reaction.Reset());
        active = activate(onlyModels, everywhere);
        assertThat(active.take(0, models)).isEqualTo(onlyModels);
        assertThat(active.take(0, NONE)).isEqualTo(everywhere);
    }

    @Test
    void aModelIsThatOfTheBody() {
        ActiveBehaviour active = activate(Rule.of(Match.model("m-1"), new Reaction.Hang()));
        assertThat(active.take(0, withBody("{\"messages\":[],\"model\":\"m-1\"}")))
                .isNotNull();
        assertThat(active.take(0, withBody("{\"model\":\"m-2\"}"))).isNull();
        assertThat(active.take(0, withBody("{"))).isNull();
        assertThat(active.take(0, Asked.bare(MultiMap.caseInsensitiveMultiMap(), "/v1/chat/completions")))
                .isNull();
    }

    @Test
    void aShareOfTheRequestsIsTheSameAtEachCall() {
        ActiveBehaviour active = activate(Rule.of(Match.requestShare(0.3), new Reaction.Hang()));
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            Asked call = asked(MultiMap.caseInsensitiveMultiMap().add("x-alize-request-id", "storm-" + i));
            boolean hit = active.take(0, call) != null;
            assertThat(active.take(0, call) != null).isEqualTo(hit);
            taken += hit ? 1 : 0;
        }
        assertThat(taken).isBetween(2_800, 3_200);
        assertThat(active.take(0, NONE)).as("without an id").isNull();
    }

    private static Asked asked(MultiMap headers) {
        return Asked.completion(headers, "/v1/chat/completions", Buffer.buffer("{}"));
    }

    private static Asked withBody(String body) {
        return Asked.completion(MultiMap.caseInsensitiveMultiMap(), "/v1/chat/completions", Buffer.buffer(body));
    }

    private ActiveBehaviour activate(Rule... rules) {
        return new ActiveBehaviour(Behaviour.GOOD.with(rules), Dialect.MISTRAL, 1, nanos::get);
    }

    private static Reaction reaction(ActiveBehaviour active, String header, String value) {
        Rule rule = active.take(0, asked(MultiMap.caseInsensitiveMultiMap().add(header, value)));
        return rule == null ? new Reaction.Answer() : rule.reaction();
    }
}
