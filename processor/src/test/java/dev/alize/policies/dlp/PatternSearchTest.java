package dev.alize.policies.dlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.alize.policies.dlp.Rules.CompiledPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatternSearchTest {
    private static final String[] EXPRESSIONS = {
        "\\bab+\\b",
        "a[bc]{2,5}$",
        "^b+a",
        "(?i)AB|c+d",
        "(^|x)a\\b",
        "[$^]b",
        "\\\\b",
        "x(ab)*\\Bc",
        "[^a]b",
        "a.{0,9}b"
    };

    private static List<String> search(CompiledPattern pattern, String text, int maxMatch) {
        List<String> found = new ArrayList<>();
        PatternSearch search = new PatternSearch(pattern, maxMatch);
        int frontier = search.look(new StringBuilder(text), true, (start, end) -> found.add(start + "-" + end));
        assertThat(frontier).isEqualTo(Integer.MAX_VALUE);
        return found;
    }

    @Test
    void findsTheSameWithTheLooserPatternAndWithout() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            String regex = EXPRESSIONS[random.nextInt(EXPRESSIONS.length)];
            String text = text(random);
            assertThat(search(CompiledPattern.of(regex), text, 16))
                    .as("seed %d, round %d, %s", seed, round, regex)
                    .isEqualTo(search(new CompiledPattern(Pattern.compile(regex), null), text, 16));
        }
    }

    @Test
    void findsWhatASearchOfTheWholeTextFindsWhereMatchesAreShort() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String regex = EXPRESSIONS[random.nextInt(EXPRESSIONS.length)];
            String text = text(random);
            List<String> expected = new ArrayList<>();
            Matcher matcher = Pattern.compile(regex).matcher(text);
            while (matcher.find()) {
                expected.add(matcher.start() + "-" + matcher.end());
            }
            assertThat(search(CompiledPattern.of(regex), text, 4_096))
                    .as("seed %d, round %d, %s", seed, round, regex)
                    .isEqualTo(expected);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int filler = random.nextInt(200);
        random.ints(random.nextInt(2_000), 0, 8 + filler)
                .forEach(i -> text.append(i < 8 ? "abcdx \\$".charAt(i) : '.'));
        return text.toString();
    }
}
