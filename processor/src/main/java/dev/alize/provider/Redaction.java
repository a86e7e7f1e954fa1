package dev.alize.provider;

import java.util.regex.Pattern;

/**
 * Takes keys and the request's own text out of a message: whatever looks like a key, the target's key itself, every run
 * of 24 or more characters that also stands in the request, and short prompts that are echoed as a whole.
 */
final class Redaction {
    static final int MAX_MESSAGE = 500;

    private static final int MIN_KEY = 4;
    private static final int MAX_LOOKED_AT = 4_096;
    private static final String REMOVED = "[removed]";
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer\\s+)[^\\s\"',;]{8,}");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:api[ _-]?key|authorization|secret|password)(?: provided)?[\"']?\\s?[:=]\\s?[\"']?)[^\\s\"',;]{4,}");
    private static final Pattern TOKEN = Pattern.compile("\\b(?:sk|pk|rk|gsk|hf|ghp|nvapi)[-_][\\w*-]{6,}"
            + "|\\beyJ[\\w-]{8,}(?:\\.[\\w-]*){1,2}"
            + "|(?<![A-Za-z0-9])(?=[A-Za-z]*\\d)(?=\\d*[A-Za-z])[A-Za-z0-9]{20,}");

    private Redaction() {}

    /** One line of at most 500 characters, maybe empty. */
    static String clean(String text, Refusal refusal) {
        String line = oneLine(text.substring(0, Math.min(text.length(), MAX_LOOKED_AT)));
        String key = refusal.key();
        if (key != null && key.length() >= MIN_KEY) {
            line = line.replace(key, REMOVED);
        }
        line = BEARER.matcher(line).replaceAll("$1" + REMOVED);
        line = NAMED.matcher(line).replaceAll("$1" + REMOVED);
        line = TOKEN.matcher(line).replaceAll(REMOVED);
        return cut(SentText.of(refusal.sent()).removeFrom(line, REMOVED));
    }

    /** Runs of white space and control characters become one space. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isISOControl(c)) {
                line.append(c);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().stripTrailing();
    }

    /** At most 500 characters of it, without half a character at the end. */
    static String cut(String line) {
        if (line.length() <= MAX_MESSAGE) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_MESSAGE - 1)) ? MAX_MESSAGE - 1 : MAX_MESSAGE;
        return line.substring(0, end);
    }
}
