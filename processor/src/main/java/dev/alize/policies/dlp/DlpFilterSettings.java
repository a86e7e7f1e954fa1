package dev.alize.policies.dlp;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Block {@code policy.dlp-filter}. There is at least one pattern or word list, and no name twice.
 *
 * @param conduct block, redact, flag or shadow; default block, of requests and answers
 * @param maxMatch most characters of a match of a pattern, 16 to 4,096; default 256. In a stream as much text, and half
 *     as much again, is held back
 */
public record DlpFilterSettings(Conduct conduct, List<PatternRule> patterns, List<WordList> words, int maxMatch)
        implements PolicySettings {
    public static final String NAME = "dlp-filter";
    public static final Range<Integer> MAX_MATCH = Range.of(16, 4_096);
    public static final int DEFAULT_MAX_MATCH = 256;
    public static final Conduct CONDUCT = Conduct.of(Action.BLOCK, Direction.REQUEST, Direction.RESPONSE);

    private static final int MOST_RULES = 200;

    public DlpFilterSettings {
        patterns = List.copyOf(patterns);
        words = List.copyOf(words);
        MAX_MATCH.check("policy.dlp-filter.max_match", maxMatch);
        if (patterns.isEmpty() && words.isEmpty() || patterns.size() + words.size() > MOST_RULES) {
            throw new InvalidSettingException(
                    "policy.dlp-filter",
                    "has " + (patterns.size() + words.size()) + " patterns and word lists, expected 1 to "
                            + MOST_RULES);
        }
        Set<String> names = new HashSet<>();
        Stream.concat(patterns.stream().map(PatternRule::name), words.stream().map(WordList::name))
                .filter(name -> !names.add(name))
                .forEach(name -> {
                    throw new InvalidSettingException("policy.dlp-filter", "has the name '" + name + "' twice");
                });
    }

    @Override
    public String policy() {
        return NAME;
    }
}
