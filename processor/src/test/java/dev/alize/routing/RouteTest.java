package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Capability;
import dev.alize.domain.Demand;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Pass;
import dev.alize.domain.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
    @Test
    void aRequestThatNamesNoModelGoesToAllInTheirOrder() {
        assertThat(new Desk("a", "b", "c").route(Desk.ANY)).containsExactly("a", "b", "c");
    }

    @Test
    void aNamedModelComesFirstAndTheOthersFollowAsFallbacks() {
        assertThat(new Desk("a", "b", "c").route(Desk.naming("model-b"))).containsExactly("b", "a", "c");
    }

    @Test
    void onlyTargetsOfTheModelWhereFallbacksAcrossModelsAreOff() {
        RoutingRules rules = Desk.rules(Strategy.FALLBACK, Desk.targets("a", "b"));
        RoutingRules within =
                new RoutingRules(rules.strategy(), rules.targets(), Map.of(), rules.retry(), rules.breaker(), false);

        assertThat(new Desk(within).route(Desk.naming("model-b"))).containsExactly("b");
    }

    @Test
    void onlyTargetsOfTheModelWithAnyOtherStrategy() {
        for (Strategy strategy : List.of(Strategy.SINGLE, Strategy.LATENCY, Strategy.WEIGHTED_ROUND_ROBIN)) {
            assertThat(new Desk(Desk.rules(strategy, Desk.targets("a", "b"))).route(Desk.naming("model-b")))
                    .as(strategy.code())
                    .containsExactly("b");
        }
    }

    @Test
    void aGroupAndItsAliasesGoToTheTargetsOfTheGroupInItsOrder() {
        RoutingRules rules = Desk.with(
                Desk.rules(Strategy.FALLBACK, Desk.targets("a", "b", "c")),
                Map.of("fast", new ModelGroup(List.of("c", "b"), Set.of("quick"))));
        Desk desk = new Desk(rules);

        assertThat(desk.route(Desk.naming("fast"))).containsExactly("c", "b", "a");
        assertThat(desk.route(Desk.naming("quick"))).containsExactly("c", "b", "a");
    }

    @Test
    void anUnknownModelsErrorNamesTheNearest() {
        Desk desk = new Desk("large", "small");

        assertThat(desk.nowhere(Desk.naming("model-lrage")).kind()).isEqualTo(FailureKind.UNKNOWN_MODEL);
        assertThat(desk.nowhere(Desk.naming("Model-Lrage")).message())
                .isEqualTo("no target serves the model 'Model-Lrage'; the nearest configured one is 'model-large'");
    }

    @ParameterizedTest
    @CsvSource({
        "mistral-smal, mistral-small-latest",
        "mistral-lrage, mistral-large-2512",
        "gpt, gpt-4o-2024-08-06",
    })
    void whatIsMissingAtTheEndOfAModelsNameCountsLittle(String asked, String meant) {
        Collection<String> known = List.of(
                "mistral-medium-latest",
                "mistral-small-latest",
                "mistral-large-2512",
                "ministral-3b",
                "gpt-4o-2024-08-06",
                "qwen");

        assertThat(ModelNames.unknown(asked, known).message()).endsWith("'" + meant + "'");
    }

    @Test
    void anUnknownModelIsShownShortAndWithoutControlCharacters() {
        String message = new Desk("a")
                .nowhere(Desk.naming("x\n\u0000\u202e\u2028" + "y".repeat(10_000)))
                .message();

        assertThat(message).contains("'x" + "y".repeat(63) + "'").hasSizeLessThan(200);
        assertThat(message.chars().filter(Character::isISOControl)).isEmpty();
    }

    @Test
    void aRequestGoesOnlyWhereItCanBeServed() {
        Desk desk = new Desk(Desk.rules(
                Strategy.FALLBACK,
                Desk.target("text", Capability.CHAT, Capability.TOOLS),
                Desk.target("eyes", Capability.CHAT, Capability.VISION)));

        assertThat(desk.route(Desk.needing(Capability.CHAT))).containsExactly("text", "eyes");
        assertThat(desk.route(Desk.needing(Capability.CHAT, Capability.VISION))).containsExactly("eyes");
        assertThat(desk.nowhere(Desk.needing(Capability.VISION, Capability.TOOLS))
                        .kind())
                .isEqualTo(FailureKind.NO_CAPABLE_TARGET);
        assertThat(desk.nowhere(Desk.needing(Capability.VISION, Capability.TOOLS))
                        .message())
                .isEqualTo("the request needs vision and tools; target text: chat, tools; target eyes: chat, vision");
    }

    @Test
    void aTargetThatStatesNothingServesEverythingUnlessAnotherStatesTheSpecialNeed() {
        Desk plain = new Desk("a");
        Desk withCodestral = new Desk(Desk.rules(
                Strategy.FALLBACK, Desk.target("a"), Desk.target("codestral", Capability.CHAT, Capability.CODE)));

        assertThat(plain.route(Desk.needing(Capability.CODE))).containsExactly("a");
        assertThat(withCodestral.route(Desk.needing(Capability.CODE))).containsExactly("codestral");
        assertThat(withCodestral.route(Desk.needing(Capability.CHAT))).containsExactly("a", "codestral");
        assertThat(withCodestral.route(Desk.needing(Capability.VISION))).containsExactly("a");
    }

    @Test
    void aTargetThatIsTooSmallIsSkipped() {
        Desk desk = new Desk(Desk.rules(
                Strategy.FALLBACK,
                Desk.with(Desk.target("small"), 100L, 1, null),
                Desk.with(Desk.target("large"), 1_000L, 1, null)));

        assertThat(desk.route(sized(50, 50L))).containsExactly("small", "large");
        assertThat(desk.route(sized(51, 50L))).containsExactly("large");
        assertThat(desk.nowhere(sized(900, 101L)).kind()).isEqualTo(FailureKind.CONTEXT_LENGTH_EXCEEDED);
        assertThat(desk.nowhere(sized(900, 101L)).message())
                .isEqualTo("the prompt has about 900 tokens and max_tokens asks for 101;"
                        + " the largest limit is 1000 tokens (target large)");
        assertThat(desk.nowhere(sized(Long.MAX_VALUE, Long.MAX_VALUE)).kind())
                .isEqualTo(FailureKind.CONTEXT_LENGTH_EXCEEDED);
    }

    @Test
    void singleKeepsOnlyTheFirst() {
        assertThat(new Desk(Desk.rules(Strategy.SINGLE, Desk.targets("a", "b"))).route(Desk.ANY))
                .containsExactly("a");
    }

    @Test
    void turnsGoBySmoothWeightsAndTheOthersFollow() {
        Desk desk = new Desk(Desk.rules(
                Strategy.WEIGHTED_ROUND_ROBIN,
                Desk.with(Desk.target("a"), null, 5, null),
                Desk.target("b"),
                Desk.target("c")));
        List<String> firsts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            List<String> route = desk.route(Desk.ANY);
            assertThat(route).containsExactlyInAnyOrder("a", "b", "c");
            firsts.add(route.getFirst());
        }

        // The sequence of nginx's own documentation for 5, 1, 1.
        assertThat(firsts).containsExactly("a", "a", "b", "a", "c", "a", "a");
    }

    @Test
    void turnsLeaveOutATargetThatTakesNoCalls() {
        Desk desk = new Desk(Desk.rules(Strategy.WEIGHTED_ROUND_ROBIN, Desk.targets("a", "b", "c")));
        desk.breakDown("a");
        List<String> firsts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            firsts.add(desk.route(Desk.ANY).getFirst());
        }

        assertThat(firsts).containsExactly("b", "c", "b", "c");
    }

    @Test
    void theFastestGoesFirstAndUnmeasuredTargetsAreTriedBefore() {
        Desk desk = new Desk(Desk.rules(Strategy.LATENCY, Desk.targets("a", "b", "c")));
        assertThat(desk.route(Desk.ANY)).containsExactly("a", "b", "c");
        Pass a = desk.begin("a");
        assertThat(desk.route(Desk.ANY).getFirst())
                .as("a's measurement is under way")
                .isEqualTo("b");
        Pass b = desk.begin("b");
        Pass c = desk.begin("c");
        desk.end(a, Desk.success(300));
        desk.end(b, Desk.success(100));
        desk.end(c, Desk.success(200));

        assertThat(desk.route(Desk.ANY)).containsExactly("b", "c", "a");
        for (int i = 0; i < 20; i++) {
            desk.end(desk.begin("b"), Desk.success(1_000));
        }
        assertThat(desk.route(Desk.ANY)).containsExactly("c", "a", "b");
        assertThat(desk.state("b").latencyMs()).isBetween(980.0, 1_000.0);
    }

    @Test
    void aFewRequestsExploreASlowerTarget() {
        Desk desk = new Desk(Desk.rules(Strategy.LATENCY, Desk.targets("a", "b")));
        desk.end(desk.begin("a"), Desk.success(100));
        desk.end(desk.begin("b"), Desk.success(200));

        desk.random = 0.06;
        assertThat(desk.route(Desk.ANY).getFirst()).isEqualTo("a");
        desk.random = 0.04;
        assertThat(desk.route(Desk.ANY)).containsExactly("b", "a");
    }

    @Test
    void aDeadUnmeasuredTargetIsTriedAtMostOnceASecond() {
        Desk desk = new Desk(Desk.rules(Strategy.LATENCY, Desk.targets("a", "b")));
        desk.end(desk.begin("b"), Desk.success(200));
        desk.fail("a", FailureKind.CONNECT_FAILED);

        assertThat(desk.route(Desk.ANY)).containsExactly("b", "a");
        desk.time.pass(Duration.ofMillis(1_001));
        assertThat(desk.route(Desk.ANY)).containsExactly("a", "b");
    }

    private static Demand sized(long prompt, Long completion) {
        return new Demand(null, Set.of(), prompt, completion, false);
    }
}
