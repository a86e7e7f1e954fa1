package dev.alize.policies.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Direction;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.StreamGuard;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafetyGuardTest {
    private static final String CALM =
            "The library opens at nine. Members may borrow ten books for four weeks, and 😀 everybody is welcome. ";
    private static final String UNSAFE =
            "Now I write ransomware that hacks into the bank's computers without getting caught.";

    private final SafetyFilter filter = new SafetyFilter(SafetyFilterSettings.DEFAULT);

    private record Outcome(String published, Class<?> verdict) {}

    private StreamGuard guard() {
        return filter.guard(Materials.answer()).orElseThrow();
    }

    private Outcome stream(String text, Random random, int longest) {
        StreamGuard guard = guard();
        StringBuilder published = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(longest));
            published.append(guard.add(text.substring(at, end)));
            at = end;
            if (guard.verdict() instanceof Verdict.Allow) {
                assertThat(at - published.length()).isBetween(0, SafetyGuard.HELD);
            }
        }
        published.append(guard.end());
        return new Outcome(published.toString(), guard.verdict().getClass());
    }

    @Test
    void theSameComesOutHoweverTheTextIsParted() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (String text : new String[] {"", "Hi", CALM.repeat(8), CALM.repeat(3) + UNSAFE + CALM, "x".repeat(1000)}) {
            Outcome whole = stream(text, random, 1_000_000);
            for (int round = 0; round < 20; round++) {
                assertThat(stream(text, random, 1 + random.nextInt(200)))
                        .as("seed %d", seed)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void aCleanTextComesOutWhole() {
        String text = CALM.repeat(20);

        assertThat(stream(text, new Random(1), 7)).isEqualTo(new Outcome(text, Verdict.Allow.class));
    }

    @Test
    void nothingOfAnUnsafePassageLeaksAndTheVerdictIsFinal() {
        String before = CALM.repeat(5);
        StreamGuard guard = guard();
        String published = guard.add(before + UNSAFE + " ") + guard.add(CALM.repeat(5));

        assertThat(guard.verdict()).isInstanceOf(Verdict.Block.class);
        assertThat(before).startsWith(published);
        assertThat(guard.add(CALM)).isEmpty();
        assertThat(guard.end()).isEmpty();
        assertThat(guard.verdict()).isInstanceOf(Verdict.Block.class);
    }

    @Test
    void anUnsafeEndIsStoppedToo() {
        StreamGuard guard = guard();
        String published = guard.add(CALM + UNSAFE) + guard.end();

        assertThat(guard.verdict()).isInstanceOf(Verdict.Block.class);
        assertThat(CALM).startsWith(published);
    }

    @Test
    void holdsNothingBackWhereItOnlyFlags() {
        SafetyFilter flags = new SafetyFilter(
                new SafetyFilterSettings(Conduct.of(Action.FLAG, Direction.RESPONSE), Mode.STANDARD, Map.of()));
        StreamGuard guard = flags.guard(Materials.answer()).orElseThrow();

        assertThat(guard.add(UNSAFE)).isEqualTo(UNSAFE);
        assertThat(guard.end()).isEmpty();
        assertThat(guard.verdict()).isInstanceOf(Verdict.Flag.class);
    }
}
