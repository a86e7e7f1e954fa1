package dev.alize.policies.dlp;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A regular expression without its assertions ({@code ^ $ \b \B \A \z}): it matches wherever the whole one does, does not
 * depend on where a text is cut, and is mostly quicker, since RE2 looks for a literal at the beginning of an expression
 * directly.
 */
final class Looser {
    private Looser() {}

    /** Empty where it cannot be told simply. */
    static Optional<Pattern> of(String regex) {
        if (regex.contains("\\Q") || regex.contains("[[") || regex.contains("[]") || regex.contains("[^")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(withoutAssertions(regex)))
                    .filter(pattern -> !pattern.matcher("").find());
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static String withoutAssertions(String regex) {
        StringBuilder kept = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                char escaped = regex.charAt(++i);
                if (inClass || "bBAz".indexOf(escaped) < 0) {
                    kept.append(c).append(escaped);
                }
                continue;
            }
            inClass = inClass ? c != ']' : c == '[';
            if (inClass || c != '^' && c != '$') {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
