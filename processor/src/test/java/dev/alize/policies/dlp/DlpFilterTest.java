package dev.alize.policies.dlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.domain.Direction;
import dev.alize.domain.Edit;
import dev.alize.domain.Finding;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.policies.Policy;
import dev.alize.policies.Texts;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DlpFilterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PatternRule TICKET = new PatternRule("ticket", "\\bACME-[0-9]{4,6}\\b", null);
    private static final PatternRule KEY = new PatternRule("key", "sk-[A-Za-z0-9]+", "<key>");
    private static final WordList CODENAMES = words("codename", "Blue Heron", "Straße", "Heron", "日本計画");

    private final Policy policy = policy(Action.REDACT, List.of(TICKET, KEY), List.of(CODENAMES));

    static WordList words(String name, String... words) {
        return new WordList(name, List.of(words), true, true);
    }

    static Policy policy(Action action, List<PatternRule> patterns, List<WordList> words) {
        Conduct conduct = Conduct.of(action, Direction.REQUEST, Direction.RESPONSE);
        return new DlpFilter(new DlpFilterSettings(conduct, patterns, words, 64));
    }

    /** The text as the verdict leaves it. */
    static String redacted(Policy policy, String text) {
        if (!(policy.judge(Texts.request(text)) instanceof Verdict.Rewrite rewrite)) {
            return text;
        }
        StringBuilder edited = new StringBuilder();
        int from = 0;
        for (Edit edit : rewrite.edits()) {
            edited.append(text, from, edit.start()).append(edit.replacement());
            from = edit.end();
        }
        return edited.append(text.substring(from)).toString();
    }

    @Test
    void redactsPatternsAndWords() {
        assertThat(redacted(policy, "See ACME-12345: the blue HERON uses sk-a1B2."))
                .isEqualTo("See [TICKET]: the [CODENAME] uses <key>.");
    }

    @Test
    void foldsCaseByUnicode() {
        assertThat(redacted(policy, "Die STRASSE, die straße, die Straẞe. ÉTÉ \ud83d\ude00 heron"))
                .isEqualTo("Die [CODENAME], die [CODENAME], die [CODENAME]. ÉTÉ \ud83d\ude00 [CODENAME]");
    }

    @Test
    void findsOnlyWholeWordsWhereTheListSaysSo() {
        assertThat(redacted(policy, "herons, xheron, heron_1, heron\u0301"))
                .isEqualTo("herons, xheron, heron_1, heron\u0301");
        Policy parts = policy(Action.REDACT, List.of(), List.of(new WordList("w", List.of("heron"), false, false)));
        assertThat(redacted(parts, "herons Heron")).isEqualTo("[W]s Heron");
    }

    @Test
    void makesOneOfMatchesThatOverlap() {
        Policy both = policy(Action.REDACT, List.of(new PatternRule("p", "ue Her", null)), List.of(CODENAMES));

        assertThat(redacted(both, "a blue heron")).isEqualTo("a [CODENAME]");
        assertThat(redacted(both, "a blue Heron!")).isEqualTo("a [CODENAME]!");
        assertThat(redacted(both, "ablue Heron!")).isEqualTo("abl[P]!");
    }

    @Test
    void saysWhatWasFoundAndWhere() {
        assertThat(policy.judge(Texts.request("nothing", "\ud83d\ude00 ACME-1234")))
                .isInstanceOfSatisfying(Verdict.Rewrite.class, rewrite -> {
                    assertThat(rewrite.reason()).isEqualTo("dlp");
                    assertThat(rewrite.evidence().found()).containsExactly(new Finding("ticket", 1, 3, 12));
                    assertThat(rewrite.edits()).containsExactly(new Edit(1, 3, 12, "[TICKET]"));
                });
    }

    @Test
    void blocksOrFlagsAsItIsTold() {
        assertThat(policy(Action.BLOCK, List.of(TICKET), List.of()).judge(Texts.request("ACME-1234")))
                .isInstanceOf(Verdict.Block.class);
        assertThat(policy(Action.FLAG, List.of(TICKET), List.of()).judge(Texts.answer("ACME-1234")))
                .isInstanceOf(Verdict.Flag.class);
        assertThat(policy(Action.SHADOW, List.of(TICKET), List.of()).judge(Texts.answer("ACME-1234")))
                .isInstanceOf(Verdict.Flag.class);
        assertThat(policy(Action.BLOCK, List.of(TICKET), List.of()).judge(Texts.request("ACME-12")))
                .isEqualTo(Verdict.Allow.CLEAN);
    }

    @Test
    void judgesEverySpeaker() {
        for (Origin origin : Origin.values()) {
            assertThat(policy.judge(Texts.request(Set.of(), Texts.passages(origin, "ACME-1234"))))
                    .isInstanceOf(Verdict.Rewrite.class);
        }
    }

    @Test
    void redactsInsideStringsOfJsonHoweverTheyAreEscaped() {
        assertThat(redacted(policy, "{\"note\":\"the\\nblue \\u0048eron\\t\\\"ACME-1234\\\"\",\"n\":1}"))
                .isEqualTo("{\"note\":\"the\\n[CODENAME]\\t\\\"[TICKET]\\\"\",\"n\":1}");
    }

    @Test
    void redactsATextThatIsOneStringOfJsonOrBeginsWithAQuote() {
        assertThat(redacted(policy, "\"the\\nheron\"")).isEqualTo("\"the\\n[CODENAME]\"");
        assertThat(redacted(policy, " \"Heron\" is a bird, blue heron too"))
                .isEqualTo(" \"[CODENAME]\" is a bird, [CODENAME] too");
        assertThat(redacted(policy, "\"never closed blue heron")).isEqualTo("\"never closed [CODENAME]");
    }

    @Test
    void replacesANumberOfJsonByAString() {
        Policy digits = policy(Action.REDACT, List.of(new PatternRule("id", "4242", null)), List.of());

        assertThat(redacted(digits, "{\"a\": 1424200, \"b\": [4242,-1e5,true]}"))
                .isEqualTo("{\"a\": \"[ID]\", \"b\": [\"[ID]\",-1e5,true]}");
    }

    @Test
    void takesWhatOnlyBeginsLikeJsonForText() {
        assertThat(redacted(policy, "[1] The blue heron, ACME-1234")).isEqualTo("[1] The [CODENAME], [TICKET]");
        assertThat(redacted(policy, "{\"a\":1}\nMeans blue heron \"x")).isEqualTo("{\"a\":1}\nMeans [CODENAME] \"x");
        assertThat(redacted(policy, "{\"a blue heron")).isEqualTo("{\"a [CODENAME]");
        assertThat(redacted(policy, "{x} blue heron")).isEqualTo("{x} [CODENAME]");
    }

    @Test
    void redactsALongMatchToItsEnd() {
        assertThat(redacted(policy, "key sk-" + "a1".repeat(500) + " end")).isEqualTo("key <key> end");
    }

    @Test
    void leavesJsonParseableAndWithoutTheWords() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Policy rules = policy(
                Action.REDACT, List.of(TICKET, KEY, new PatternRule("digits", "[0-9]{3}", null)), List.of(CODENAMES));
        for (int round = 0; round < 500; round++) {
            ObjectNode object = JSON.createObjectNode();
            ArrayNode list = object.putArray(Texts.odd(random, 3));
            for (int i = 0; i < 8; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> list.add(random.nextInt(100_000) / 8.0);
                    case 1 -> list.add(random.nextLong());
                    case 2 -> list.add(Texts.odd(random, 8) + " blue heron ACME-12345 " + Texts.odd(random, 8));
                    default -> object.put("k" + i, Texts.odd(random, 5) + "sk-ab1" + Texts.odd(random, 5));
                }
            }
            String redacted = redacted(rules, JSON.writeValueAsString(object));
            String again = JSON.readTree(redacted).toString();
            assertThat(again).as("seed %d, round %d", seed, round).doesNotContain(" blue heron ", "ACME-1");
        }
    }

    @Test
    void findsWhatALookAtEveryPlaceFinds() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<String> words = random.ints(1 + random.nextInt(6), 1, 5)
                    .mapToObj(length -> letters(random, length))
                    .toList();
            String text = letters(random, random.nextInt(200));
            Policy rules = policy(Action.REDACT, List.of(), List.of(new WordList("w", words, true, false)));
            boolean[] covered = new boolean[text.length()];
            for (String word : words) {
                for (int at = 0; at + word.length() <= text.length(); at++) {
                    if (text.regionMatches(true, at, word, 0, word.length())) {
                        java.util.Arrays.fill(covered, at, at + word.length(), true);
                    }
                }
            }
            boolean[] edited = new boolean[text.length()];
            if (rules.judge(Texts.request(text)) instanceof Verdict.Rewrite rewrite) {
                rewrite.edits().forEach(edit -> java.util.Arrays.fill(edited, edit.start(), edit.end(), true));
            }
            assertThat(edited).as("seed %d, round %d", seed, round).isEqualTo(covered);
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, 4).forEach(i -> text.append("aAbé".charAt(i)));
        return text.toString();
    }

    @Test
    void takesAnyTextAndHugeOnes() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            redacted(policy, Texts.odd(random, 60));
        }
        Policy greedy = policy(
                Action.REDACT,
                List.of(new PatternRule("g", "a(.*b)?", null), new PatternRule("h", "(a+)+c", null)),
                List.of(words("w", "a".repeat(200), "aa")));
        for (String huge : List.of(
                "a".repeat(300_000),
                "a ".repeat(500_000),
                "7".repeat(300_000),
                "[".repeat(300_000),
                "{\"".repeat(300_000),
                "[1,".repeat(300_000),
                "\ud800".repeat(300_000),
                "\\u00".repeat(200_000))) {
            redacted(policy, huge);
            redacted(greedy, huge);
        }
    }

    @Test
    void refusesRulesThatCannotWork() {
        assertThatThrownBy(() -> new PatternRule("a", "(", null))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("is no regular expression of RE2: missing closing )");
        assertThatThrownBy(() -> new PatternRule("a", "x*", null)).hasMessageContaining("matches the empty text");
        assertThatThrownBy(() -> new PatternRule("a b", "x", null)).hasMessageContaining("expected letters");
        assertThatThrownBy(() -> new PatternRule("a", "x", "\"")).hasMessageContaining("JSON would escape");
        assertThatThrownBy(() -> words("a")).hasMessageContaining("1 to 100000 words");
        assertThatThrownBy(() -> policy(Action.BLOCK, List.of(), List.of())).hasMessageContaining("expected 1 to 200");
        assertThatThrownBy(() -> policy(Action.BLOCK, List.of(TICKET, TICKET), List.of()))
                .hasMessageContaining("'ticket' twice");
    }
}
