package dev.alize.policies.dlp;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.alize.domain.settings.InvalidSettingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code policy.dlp-filter.patterns}.
 *
 * @param name letters, digits, {@code _} and {@code -}, at most 64; names the kind of what is found
 * @param regex in the syntax of RE2; does not match the empty text
 * @param replacement what stands for a match after redaction; null for the name in brackets
 */
public record PatternRule(
        String name, String regex, @Nullable String replacement) {
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final int LONGEST_REGEX = 2_000;
    private static final int LONGEST_REPLACEMENT = 200;

    public PatternRule {
        if (!isName(name)) {
            throw new InvalidSettingException(
                    "policy.dlp-filter.patterns", "got the name '" + name + "', expected letters, digits, _ and -");
        }
        reasonAgainst(regex).ifPresent(reason -> {
            throw new InvalidSettingException("policy.dlp-filter.patterns", "pattern '" + name + "' " + reason);
        });
        if (replacement != null && !isReplacement(replacement)) {
            throw new InvalidSettingException(
                    "policy.dlp-filter.patterns", "pattern '" + name + "' has a replacement that JSON would escape");
        }
    }

    /** Whether a rule can be called that: its name stands in markers. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a text can stand inside a string of JSON as it is. */
    public static boolean isReplacement(String text) {
        return text.length() <= LONGEST_REPLACEMENT
                && text.chars().noneMatch(c -> c < ' ' || c == '"' || c == '\\' || Character.isSurrogate((char) c));
    }

    /** Why a regular expression cannot be used, such as {@code is no regular expression of RE2: missing )}. */
    public static Optional<String> reasonAgainst(String regex) {
        if (regex.isEmpty() || regex.length() > LONGEST_REGEX) {
            return Optional.of("is empty or longer than " + LONGEST_REGEX + " characters");
        }
        try {
            return Pattern.compile(regex).matcher("").find()
                    ? Optional.of("matches the empty text, and so everywhere")
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is no regular expression of RE2: " + e.getDescription());
        }
    }
}
