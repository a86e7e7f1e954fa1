package dev.alize.policies.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Direction;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Moderator;
import dev.alize.domain.Moderator.Opinion;
import dev.alize.domain.Moderator.Question;
import dev.alize.domain.Moderator.Rating;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.Conduct.OnError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ExternalModerationTest {
    private static final About ABOUT = new About(new Identity("acme", "r1", 0), null, null, Set.of(), false);
    private static final Map<String, Rating> CLEAN = rating("sexual", false, 0.1);
    private static final Map<String, Rating> HARM = rating("selfharm", true, 0.9);

    private final List<Question> questions = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    private static Map<String, Rating> rating(String category, boolean flagged, double score) {
        return Map.of(category, new Rating(flagged, score), "health", new Rating(true, 1));
    }

    private static ExternalModerationSettings settings(Action action, OnError onError, Map<String, Double> thresholds) {
        ExternalModerationSettings otherwise = ExternalModerationSettings.DEFAULT;
        return new ExternalModerationSettings(
                new Conduct(action, Set.of(Direction.REQUEST), onError),
                "mistral",
                "the-model",
                otherwise.timeout(),
                otherwise.categories(),
                thresholds,
                7);
    }

    private static ExternalModerationSettings blocking() {
        return settings(Action.BLOCK, OnError.BLOCK, Map.of());
    }

    private Verdict ask(
            ExternalModerationSettings settings, Material material, Function<String, Map<String, Rating>> says) {
        return ask(
                settings,
                material,
                (question, answer) -> answer.accept(
                        new Opinion.Given(question.texts().stream().map(says).toList())));
    }

    private Verdict ask(ExternalModerationSettings settings, Material material, Moderator moderator) {
        Moderator noted = (question, answer) -> {
            questions.add(question);
            moderator.ask(question, answer);
        };
        new ExternalModeration(settings, noted).ask(material, verdicts::add);
        assertThat(verdicts).hasSize(1);
        return verdicts.removeFirst();
    }

    private static Material request(Passage... passages) {
        return Material.ofRequest(ABOUT, List.of(passages));
    }

    private static Passage user(String text) {
        return new Passage(Origin.USER, 0, text);
    }

    @Test
    void asksAboutEveryTextButTheApplicationsOwn() {
        Verdict verdict = ask(
                blocking(),
                request(
                        new Passage(Origin.SYSTEM, 0, "trusted"),
                        user("one"),
                        user("  \n"),
                        new Passage(Origin.TOOL_RESULT, 2, "two"),
                        new Passage(Origin.DOCUMENT, 3, "three")),
                text -> CLEAN);

        assertThat(verdict).isEqualTo(new Verdict.Allow(new Evidence(0.1, List.of())));
        assertThat(questions.getFirst().texts()).containsExactly("one", "two", "three");
        assertThat(questions.getFirst().asked()).isNull();
        assertThat(questions.getFirst().model()).isEqualTo("the-model");
        assertThat(questions.getFirst().target()).isEqualTo("mistral");
        assertThat(questions.getFirst().mostAtOnce()).isEqualTo(7);
        assertThat(questions.getFirst().about()).isEqualTo(ABOUT.identity());
    }

    @Test
    void blocksWithTheCategoryAndTheWholeTextAsItsPlace() {
        Verdict verdict =
                ask(blocking(), request(user("fine"), user("harm")), text -> text.equals("harm") ? HARM : CLEAN);

        assertThat(verdict)
                .isEqualTo(new Verdict.Block(
                        "moderation_flagged", new Evidence(0.9, List.of(new Finding("selfharm", 1, 0, 4)))));
    }

    @Test
    void flagsWhereItsActionIsNotBlock() {
        assertThat(ask(settings(Action.FLAG, OnError.BLOCK, Map.of()), request(user("x")), text -> HARM))
                .isInstanceOf(Verdict.Flag.class);
        assertThat(ask(settings(Action.SHADOW, OnError.BLOCK, Map.of()), request(user("x")), text -> HARM))
                .isInstanceOf(Verdict.Flag.class);
    }

    @Test
    void adviceIsNoHarmUnlessItsCategoryIsNamed() {
        assertThat(ask(blocking(), request(user("x")), text -> CLEAN)).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void aThresholdTakesTheVendorsPlace() {
        ExternalModerationSettings strict = settings(Action.BLOCK, OnError.BLOCK, Map.of("sexual", 0.1));
        ExternalModerationSettings lenient = settings(Action.BLOCK, OnError.BLOCK, Map.of("selfharm", 0.95));

        assertThat(ask(strict, request(user("x")), text -> CLEAN)).isInstanceOf(Verdict.Block.class);
        assertThat(ask(lenient, request(user("x")), text -> HARM)).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void failsClosedOrOpenAsConfigured() {
        Moderator silent = (question, answer) -> answer.accept(new Opinion.Missing("timeout"));
        Moderator broken = (question, answer) -> {
            throw new IllegalStateException("the text");
        };
        ExternalModerationSettings open = settings(Action.BLOCK, OnError.ALLOW, Map.of());
        Verdict closed = new Verdict.Block("moderation_unavailable", Evidence.NONE);

        assertThat(ask(blocking(), request(user("x")), silent)).isEqualTo(closed);
        assertThat(ask(blocking(), request(user("x")), broken)).isEqualTo(closed);
        assertThat(ask(blocking(), request(user("x")), Moderator.NONE)).isEqualTo(closed);
        assertThat(ask(open, request(user("x")), silent))
                .isEqualTo(new Verdict.Flag("moderation_unavailable", Evidence.NONE));
    }

    @Test
    void anOpinionWithoutAnyCategoryThatCountsIsNone() {
        Verdict verdict = ask(blocking(), request(user("x")), text -> Map.of("new", new Rating(false, 0)));
        Verdict tooFew = ask(
                blocking(),
                request(user("x"), user("y")),
                (question, answer) -> answer.accept(new Opinion.Given(List.of(CLEAN))));

        assertThat(verdict).isEqualTo(new Verdict.Block("moderation_unavailable", Evidence.NONE));
        assertThat(tooFew).isEqualTo(verdict);
    }

    @Test
    void asksNobodyWhereThereIsNothingToJudge() {
        Verdict verdict = ask(blocking(), request(new Passage(Origin.SYSTEM, 0, "x"), user("")), text -> HARM);

        assertThat(verdict).isEqualTo(Verdict.Allow.CLEAN);
        assertThat(questions).isEmpty();
    }

    @Test
    void countsTheFirstOpinionOnly() {
        Moderator talkative = (question, answer) -> {
            answer.accept(new Opinion.Given(List.of(CLEAN)));
            answer.accept(new Opinion.Given(List.of(HARM)));
            throw new IllegalStateException();
        };

        assertThat(ask(blocking(), request(user("x")), talkative)).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void judgesAnAnswerAfterWhatTheUserSaidLast() {
        Material answer = new Material(
                Direction.RESPONSE,
                ABOUT,
                List.of(new Passage(Origin.ASSISTANT, 0, "the answer"), new Passage(Origin.TOOL_CALL, 0, "{}")),
                List.of(user("first"), user("last"), new Passage(Origin.SYSTEM, 2, "trusted")),
                Map.of(0, "stop"),
                Map.of());

        ask(blocking(), answer, text -> CLEAN);

        assertThat(questions.getFirst().asked()).isEqualTo("last");
        assertThat(questions.getFirst().texts()).containsExactly("the answer", "{}");
    }

    @Test
    void cutsLongTextsIntoPiecesThatTogetherAreTheText() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            String text = text(random, random.nextInt(100_000));
            List<Piece> pieces = Piece.of(request(user("a"), user(text)));
            StringBuilder joined = new StringBuilder();
            for (Piece piece : pieces.subList(1, pieces.size())) {
                assertThat(piece.text().length()).as("seed " + seed).isBetween(1, Piece.LONGEST);
                assertThat(text.substring(piece.start(), piece.end()))
                        .as("seed " + seed)
                        .isEqualTo(piece.text());
                assertThat(piece.start()).as("seed " + seed).isEqualTo(joined.length());
                joined.append(piece.text());
            }
            assertThat(joined.toString()).as("seed " + seed).isEqualTo(text);
        }
    }

    /** Never blank, with emoji, halves of surrogate pairs and few spaces. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder("x");
        while (text.length() < length) {
            switch (random.nextInt(50)) {
                case 0 -> text.append(' ');
                case 1, 2, 3 -> text.append("😀");
                case 4 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    @Test
    void doesNotCutASurrogatePair() {
        List<Piece> pieces = Piece.of(request(user("a" + "😀".repeat(20_000))));

        assertThat(pieces)
                .hasSizeGreaterThan(1)
                .allSatisfy(piece -> assertThat(Character.isHighSurrogate(
                                piece.text().charAt(piece.text().length() - 1)))
                        .isFalse());
    }

    @Test
    void looksAtAMegabyteWithoutSpacesQuickly() {
        assertThat(Piece.of(request(user("x".repeat(1 << 20))))).hasSize(66);
    }
}
