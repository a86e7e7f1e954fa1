package dev.alize.policies.text;

/**
 * What of a text is written in a human language: fenced code, lines that look like code, and words with digits, symbols
 * or addresses in them are left out. Reads three places of a long text, and so takes the same time for any.
 */
public final class Prose {
    /** Longest sample, in UTF-16 units: detectors gain nothing beyond it. */
    public static final int LONGEST = 900;

    /** Length of each of the places: beginning, middle and end. */
    private static final int PLACE = 1_500;
    /** Share of symbols of programming in a line, spaces not counted, from which on it counts as code. */
    private static final double CODE = 0.08;

    private static final String SYMBOLS = "{}[]();=<>_|&\\/#$*+^~@`";

    private final StringBuilder sample = new StringBuilder();
    private boolean fenced;

    private Prose() {}

    /** At most {@link #LONGEST} units; empty where there is no prose. */
    public static String of(String text) {
        Prose prose = new Prose();
        if (text.length() <= 3 * PLACE) {
            prose.read(text, 0, text.length(), LONGEST);
        } else {
            int middle = text.length() / 2 - PLACE / 2;
            prose.read(text, 0, PLACE, LONGEST / 3);
            prose.read(text, middle, middle + PLACE, 2 * LONGEST / 3);
            prose.read(text, text.length() - PLACE, text.length(), LONGEST);
        }
        return prose.sample.toString();
    }

    private void read(String text, int from, int to, int most) {
        int start = from;
        while (start < to && sample.length() + 1 < most) {
            int line = text.indexOf('\n', start);
            int end = line < 0 || line > to ? to : line;
            readLine(text.substring(start, end).strip(), most);
            start = end + 1;
        }
    }

    private void readLine(String line, int most) {
        if (line.startsWith("```") || line.startsWith("~~~")) {
            fenced = !fenced;
        } else if (!fenced && !looksLikeCode(line)) {
            for (String word : line.split("\\s+", -1)) {
                if (!word.isEmpty() && isProse(word) && sample.length() + 1 < most) {
                    sample.append(sample.isEmpty() ? "" : " ");
                    sample.append(word, 0, Math.min(word.length(), most - sample.length()));
                }
            }
        }
    }

    private static boolean looksLikeCode(String line) {
        int symbols = 0;
        int all = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            all += Character.isWhitespace(c) ? 0 : 1;
            symbols += SYMBOLS.indexOf(c) >= 0 ? 1 : 0;
        }
        return symbols >= 2 && symbols > CODE * all;
    }

    private static boolean isProse(String word) {
        boolean letter = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            letter |= Character.isLetter(c) || Character.isSurrogate(c);
            if (c == '@' || c == '/' || c == '\\' || c == '_' || c == '=' || c >= '0' && c <= '9') {
                return false;
            }
        }
        return letter;
    }
}
