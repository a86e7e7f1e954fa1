package dev.alize.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ActiveBehaviourTest {
    private static final MultiMap NONE = MultiMap.caseInsensitiveMultiMap();
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
        ActiveBehaviour first = new ActiveBehaviour(behaviour, 1, nanos::get);
        ActiveBehaviour second = new ActiveBehaviour(behaviour, 1, nanos::get);
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            boolean hit = first.take(0, NONE) != null;
            assertThat(second.take(0, NONE) != null).isEqualTo(hit);
            taken += hit ? 1 : 0;
        }
        assertThat(taken).isBetween(800, 1_200);
    }

    private ActiveBehaviour activate(Rule... rules) {
        return new ActiveBehaviour(Behaviour.GOOD.with(rules), 1, nanos::get);
    }

    private static Reaction reaction(ActiveBehaviour active, String header, String value) {
        Rule rule = active.take(0, MultiMap.caseInsensitiveMultiMap().add(header, value));
        return rule == null ? new Reaction.Answer() : rule.reaction();
    }
}
