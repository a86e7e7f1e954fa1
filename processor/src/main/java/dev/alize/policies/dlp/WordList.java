package dev.alize.policies.dlp;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.List;

/**
 * One entry of {@code policy.dlp-filter.words}.
 *
 * @param name as that of a pattern
 * @param words or phrases, 1 to 100,000, each of 1 to 256 UTF-16 units
 * @param ignoreCase whether upper and lower case count as the same, by Unicode's full case folding; default true
 * @param wholeWords whether letters and digits beside a word make it another one; default true
 */
public record WordList(String name, List<String> words, boolean ignoreCase, boolean wholeWords) {
    public static final int MOST = 100_000;
    public static final int LONGEST = 256;

    public WordList {
        words = words.stream().map(String::strip).distinct().sorted().toList();
        if (!PatternRule.isName(name)) {
            throw new InvalidSettingException(
                    "policy.dlp-filter.words", "got the name '" + name + "', expected letters, digits, _ and -");
        }
        if (words.isEmpty() || words.size() > MOST || !words.stream().allMatch(WordList::isWord)) {
            throw new InvalidSettingException(
                    "policy.dlp-filter.words",
                    "list '" + name + "' must have 1 to " + MOST + " words of 1 to " + LONGEST + " characters");
        }
    }

    public static boolean isWord(String word) {
        return !word.isBlank() && word.strip().length() <= LONGEST;
    }
}
