package dev.alize.policies.dlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.Policy;
import dev.alize.policies.StreamGuard;
import dev.alize.policies.Texts;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DlpGuardTest {
    private static final List<PatternRule> PATTERNS = List.of(
            new PatternRule("ticket", "\\bACME-[0-9]{4,6}\\b", null),
            new PatternRule("key", "sk-[A-Za-z0-9]+", null),
            new PatternRule("tail", "[a-z]{3}$", null),
            new PatternRule("wide", "<(.*>)?", null));
    private static final List<WordList> WORDS = List.of(
            DlpFilterTest.words("codename", "blue heron", "heron", "straße"),
            new WordList("part", List.of("orange", "ran", "日本"), false, false));
    private static final String[] PIECES = {
        "blue ",
        "heron",
        "Blue HERON",
        "STRASSE",
        "orange",
        "日",
        "本",
        "ACME-",
        "1234",
        "sk-",
        "aB3",
        "<",
        ">",
        " ",
        "\u00df",
        "\"",
        "\\",
        "\\u0041",
        "{",
        "[",
        ",",
        "12",
        "\n",
        "x"
    };

    private static StreamGuard guard(Action action) {
        return DlpFilterTest.policy(action, PATTERNS, WORDS)
                .guard(Texts.answer())
                .orElseThrow();
    }

    @Test
    void saysTheSameOfPartsAsOfTheWholeText() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Policy policy = DlpFilterTest.policy(Action.REDACT, PATTERNS, WORDS);
        for (int round = 0; round < 3_000; round++) {
            String text = text(random);
            StreamGuard guard = guard(Action.REDACT);
            StringBuilder published = new StringBuilder();
            int from = 0;
            while (from < text.length()) {
                int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
                published.append(guard.add(text.substring(from, to)));
                from = to;
            }
            published.append(guard.end());
            assertThat(published.toString())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(DlpFilterTest.redacted(policy, text));
            assertThat(guard.verdict().evidence().counts())
                    .isEqualTo(policy.judge(Texts.answer(text)).evidence().counts());
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "{\"" : "");
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(random.nextInt(5) == 0 ? Texts.odd(random, 3) : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @Test
    void holdsBackOnlyWhatCanBecomeAWord() {
        Policy policy = DlpFilterTest.policy(Action.REDACT, List.of(), WORDS);
        StreamGuard guard = policy.guard(Texts.answer()).orElseThrow();

        assertThat(guard.add("The blue")).isEqualTo("The ");
        assertThat(guard.add(" sky and a blue h")).isEqualTo("blue sky and a ");
        assertThat(guard.add("eron")).isEmpty();
        assertThat(guard.add(", an oran")).isEqualTo("[CODENAME], an ");
        assertThat(guard.end()).isEqualTo("o[PART]");
    }

    @Test
    void holdsBackABoundedLengthForPatterns() {
        Policy policy = DlpFilterTest.policy(Action.REDACT, PATTERNS.subList(0, 1), List.of());
        StreamGuard guard = policy.guard(Texts.answer()).orElseThrow();
        int held = 0;
        for (int i = 0; i < 2_000; i++) {
            held += 3 - guard.add("ab ").length();
            assertThat(held).isLessThanOrEqualTo(64 + 32 + 3);
        }
    }

    @Test
    void publishesNothingFromABlockOn() {
        StreamGuard guard = guard(Action.BLOCK);

        String before = guard.add("It is called ") + guard.add("blue ");
        assertThat("It is called ").startsWith(before);
        String after = guard.add("heron, " + "and more ".repeat(50)) + guard.add("and more") + guard.end();
        assertThat(after).isEmpty();
        assertThat(guard.verdict()).isInstanceOf(Verdict.Block.class);
    }

    @Test
    void publishesEverythingAtOnceWhereItOnlyFlags() {
        StreamGuard guard = guard(Action.FLAG);

        assertThat(guard.add("blue her")).isEqualTo("blue her");
        assertThat(guard.verdict()).isEqualTo(Verdict.Allow.CLEAN);
        assertThat(guard.add("on")).isEqualTo("on");
        assertThat(guard.end()).isEmpty();
        assertThat(guard.verdict()).isInstanceOf(Verdict.Flag.class);
    }

    @Test
    void doesNotCutCharactersInTwo() {
        StreamGuard guard = guard(Action.REDACT);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String part = guard.add("\ud83d\ude00");
            assertThat(part.codePoints()).allMatch(c -> c == 0x1F600);
            all.append(part);
        }
        assertThat(all.append(guard.end())).hasToString("\ud83d\ude00".repeat(500));
    }
}
