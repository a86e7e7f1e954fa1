package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.Identity;
import dev.alize.domain.Moderator.Opinion;
import dev.alize.domain.Moderator.Question;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.domain.Target;
import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpModeratorTest {
    private static final String RAW = "/v1/moderations";

    private SimulatedMistral simulator;
    private HttpProvider provider;

    @BeforeAll
    void open() {
        simulator = SimulatedMistral.start(SimulatorOptions.DEFAULT);
        provider = Calls.provider(100_000, false);
    }

    @AfterAll
    void close() {
        provider.close();
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.reset();
    }

    private HttpModerator moderator(Provider calls) {
        Target target = Calls.attempt(simulator.baseUrl()).target();
        return new HttpModerator(
                calls,
                id -> "gone".equals(id) ? Optional.empty() : Optional.of(target),
                new QuickResend.Means(provider::after, System::nanoTime, bound -> 0));
    }

    private static Question question(@Nullable String asked, Duration timeout, String... texts) {
        return new Question(
                new Identity("acme", "r-1", 0), null, "mistral-moderation-latest", timeout, 2, asked, List.of(texts));
    }

    private Opinion ask(Question question) throws Exception {
        CompletableFuture<Opinion> opinion = new CompletableFuture<>();
        moderator(provider).ask(question, opinion::complete);
        return opinion.get(20, TimeUnit.SECONDS);
    }

    private static List<List<String>> flagged(Opinion opinion) {
        return ((Opinion.Given) opinion)
                .ratings().stream()
                        .map(ratings -> ratings.entrySet().stream()
                                .filter(entry -> entry.getValue().flagged())
                                .map(Map.Entry::getKey)
                                .toList())
                        .toList();
    }

    @Test
    void asksAboutTextsByThemselves() throws Exception {
        Opinion opinion = ask(question(null, Calls.LONG, "fine", "I will [selfharm]", "ok"));

        assertThat(flagged(opinion)).containsExactly(List.of(), List.of("selfharm"), List.of());
    }

    @Test
    void asksAboutAnswersAsTheLastTurnOfAConversation() throws Exception {
        Opinion opinion = ask(question("[sexual]", Calls.LONG, "fine", "[law]"));

        assertThat(flagged(opinion)).containsExactly(List.of(), List.of("law"));
    }

    @Test
    void sendsAnyTextAsValidJson() throws Exception {
        Opinion opinion = ask(question(null, Calls.LONG, "\uD800 half", "{\"a\": [\"", "😀\u0000", "\uDC00"));

        assertThat(((Opinion.Given) opinion).ratings()).hasSize(4);
    }

    @Test
    void asksAgainWithinItsTimeWhereTheProviderFailsInPassing() throws Exception {
        simulator.behave(Behaviour.GOOD.with(
                Rule.of(Match.path(RAW), Reaction.Refuse.of(503, null)).times(2)));

        assertThat(ask(question(null, Calls.LONG, "fine"))).isInstanceOf(Opinion.Given.class);
    }

    @Test
    void hasNoOpinionWhereTheProviderIsSilent() throws Exception {
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.path(RAW), new Reaction.Hang())));

        assertThat(ask(question(null, Duration.ofMillis(100), "x"))).isEqualTo(new Opinion.Missing("timeout"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 422})
    void doesNotAskAgainWhereThatCannotHelp(int status) throws Exception {
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.path(RAW), Reaction.Refuse.of(status, null))));

        assertThat(ask(question(null, Calls.LONG, "x")))
                .isEqualTo(new Opinion.Missing(status == 401 ? "unauthorized" : "invalid_request"));
    }

    @Test
    void hasNoOpinionWhereTheAnswerCannotBeRead() throws Exception {
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.path(RAW), new Reaction.Malformed())));

        assertThat(ask(question(null, Calls.LONG, "x"))).isEqualTo(new Opinion.Missing("unreadable"));
    }

    @Test
    void hasNoOpinionWithoutATarget() {
        List<Opinion> opinions = new ArrayList<>();
        Question question = new Question(new Identity("acme", "r", 0), "gone", "m", Calls.LONG, 1, null, List.of("x"));
        moderator(provider).ask(question, opinions::add);

        assertThat(opinions).containsExactly(new Opinion.Missing("no_target"));
    }

    /** Answers when the test says so. */
    private static final class Held implements Provider {
        private final List<Consumer<Outcome>> open = new ArrayList<>();

        @Override
        public Call start(Attempt attempt, Consumer<Outcome> done) {
            open.add(done);
            return () -> {};
        }

        @Override
        public void close() {}
    }

    @Test
    void asksNoMoreThanSoManyAtOnce() {
        Held held = new Held();
        List<Opinion> opinions = new ArrayList<>();
        HttpModerator moderator = moderator(held);
        for (int i = 0; i < 5; i++) {
            moderator.ask(question(null, Calls.LONG, "x"), opinions::add);
        }
        assertThat(held.open).hasSize(2);
        held.open.get(1).accept(new Outcome.Success(new byte[0], new CallFacts(200, 0, 1, null, Map.of())));
        assertThat(held.open).hasSize(3);
        assertThat(opinions).containsExactly(new Opinion.Missing("unreadable"));
    }
}
