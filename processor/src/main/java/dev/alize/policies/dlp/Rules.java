package dev.alize.policies.dlp;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings, compiled. Immutable.
 *
 * @param patterns the first rules, in their order
 * @param lists the rules behind them
 * @param names of all rules
 * @param replacements of all rules
 * @param maxMatch most characters of a match of a pattern
 */
record Rules(
        List<CompiledPattern> patterns,
        List<CompiledList> lists,
        List<String> names,
        List<String> replacements,
        int maxMatch) {
    /**
     * A pattern, and one that matches wherever it does and is quicker; null where there is none.
     *
     * @param looser without assertions
     */
    record CompiledPattern(Pattern exact, @Nullable Pattern looser) {
        static CompiledPattern of(String regex) {
            return new CompiledPattern(Pattern.compile(regex), Looser.of(regex).orElse(null));
        }
    }

    /** A word list as an automaton. */
    record CompiledList(Automaton automaton, boolean ignoreCase, boolean wholeWords) {
        static CompiledList of(WordList list) {
            List<int[]> words = list.words().stream()
                    .map(word -> list.ignoreCase()
                            ? Folding.fold(word)
                            : word.codePoints().toArray())
                    .toList();
            return new CompiledList(Automaton.of(words), list.ignoreCase(), list.wholeWords());
        }
    }

    static Rules of(DlpFilterSettings settings) {
        List<String> names = new ArrayList<>();
        List<String> replacements = new ArrayList<>();
        for (PatternRule rule : settings.patterns()) {
            String replacement = rule.replacement();
            names.add(rule.name());
            replacements.add(replacement == null ? marker(rule.name()) : replacement);
        }
        for (WordList list : settings.words()) {
            names.add(list.name());
            replacements.add(marker(list.name()));
        }
        return new Rules(
                settings.patterns().stream()
                        .map(rule -> CompiledPattern.of(rule.regex()))
                        .toList(),
                settings.words().stream().map(CompiledList::of).toList(),
                List.copyOf(names),
                List.copyOf(replacements),
                settings.maxMatch());
    }

    /** What stands for a match; in quotes where it replaces a value of JSON that was no string. */
    String replacement(int rule, boolean quoted) {
        String marker = replacements.get(rule);
        return quoted ? '"' + marker + '"' : marker;
    }

    private static String marker(String name) {
        return "[" + name.toUpperCase(Locale.ROOT) + "]";
    }
}
