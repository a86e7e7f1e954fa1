package dev.alize.policies.dlp;

import java.util.Arrays;

/**
 * Reads a text that grows and looks for the rules in it. In JSON the rules see the contents of each string, decoded, and
 * each other value, by itself: no match crosses a quote, a match inside a string becomes a marker inside that string, and
 * a match in a number replaces the number by a string. A text is taken for JSON from its first two characters on, and
 * from the first place where it is none for plain text. Used by one thread at a time.
 */
final class Reading {
    /** Receives matches in their order, not overlapping, with offsets of the whole text. */
    interface Hits {
        /** A match of a rule; {@code quoted} where the marker must stand in quotes. */
        void hit(int rule, int start, int end, boolean quoted);
    }

    private enum Place {
        UNDECIDED,
        PLAIN,
        BETWEEN,
        STRING,
        VALUE
    }

    /** Spaces at the beginning of a text after which it counts as plain. */
    private static final int MOST_SPACES = 64;
    /** Longest number of JSON that is taken for one. */
    private static final int LONGEST_VALUE = 64;

    private static final int ESCAPE = 6;

    private final Hits hits;
    private final Run run;
    private final StringBuilder raw = new StringBuilder();
    private Place place = Place.UNDECIDED;
    private int at;
    private int runStart;
    /** Of a string: where each of its decoded units starts in the raw text. */
    private int[] starts = new int[64];

    Reading(Rules rules, Hits hits) {
        this.run = new Run(rules);
        this.hits = hits;
    }

    /** All that came. */
    StringBuilder raw() {
        return raw;
    }

    /**
     * Takes the next part.
     *
     * @param complete whether it is the last
     * @return the offset up to which everything is known
     */
    int read(String part, boolean complete) {
        raw.append(part);
        int known;
        do {
            known = switch (place) {
                case UNDECIDED -> decide(complete);
                case PLAIN -> plain(complete);
                case BETWEEN -> between();
                case STRING -> string(complete);
                case VALUE -> value(complete);
            };
        } while (known < 0);
        return known;
    }

    /** What a stage returns when the next place has begun. */
    private static final int GO_ON = -1;

    private int decide(boolean complete) {
        int first = skipSpaces(0);
        if (first > MOST_SPACES) {
            return begin(Place.PLAIN, 0);
        } else if (first == raw.length()) {
            return complete ? begin(Place.PLAIN, 0) : 0;
        } else if (raw.charAt(first) == '"') {
            return begin(Place.BETWEEN, first);
        } else if ("{[".indexOf(raw.charAt(first)) < 0) {
            return begin(Place.PLAIN, 0);
        }
        int second = skipSpaces(first + 1);
        if (second - first > MOST_SPACES) {
            return begin(Place.PLAIN, 0);
        } else if (second == raw.length()) {
            return complete ? begin(Place.PLAIN, 0) : 0;
        }
        return begin("\"{}[]-0123456789tfn".indexOf(raw.charAt(second)) >= 0 ? Place.BETWEEN : Place.PLAIN, 0);
    }

    private int skipSpaces(int from) {
        int i = from;
        while (i < raw.length() && Character.isWhitespace(raw.charAt(i))) {
            i++;
        }
        return i;
    }

    private int begin(Place next, int start) {
        place = next;
        runStart = start;
        at = start;
        run.reset();
        return GO_ON;
    }

    private int plain(boolean complete) {
        run.text().append(raw, at, raw.length());
        at = raw.length();
        return runStart
                + run.look(complete, (rule, start, end) -> hits.hit(rule, start + runStart, end + runStart, false));
    }

    private int between() {
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c == '"') {
                return begin(Place.STRING, at + 1);
            } else if (!isStructure(c)) {
                return begin(Place.VALUE, at);
            }
            at++;
        }
        return at;
    }

    private static boolean isStructure(char c) {
        return "{}[],: \t\r\n".indexOf(c) >= 0;
    }

    /** A number or a word: short, and looked at as a run. Anything else is no JSON. */
    private int value(boolean complete) {
        while (at < raw.length() && at - runStart <= LONGEST_VALUE && isValue(raw.charAt(at))) {
            at++;
        }
        if (at == raw.length() && at - runStart <= LONGEST_VALUE && !complete) {
            return runStart;
        }
        if (at - runStart > LONGEST_VALUE
                || at < raw.length() && !isStructure(raw.charAt(at))
                || !isJson(raw.substring(runStart, at))) {
            return begin(Place.PLAIN, runStart);
        }
        run.text().append(raw, runStart, at);
        int[] first = {GO_ON};
        run.look(true, (rule, start, end) -> first[0] = first[0] < 0 ? rule : first[0]);
        if (first[0] >= 0) {
            hits.hit(first[0], runStart, at, true);
        }
        return begin(Place.BETWEEN, at);
    }

    private static boolean isValue(char c) {
        return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c >= 'a' && c <= 'z' || c == 'E';
    }

    private static boolean isJson(String value) {
        return value.equals("true")
                || value.equals("false")
                || value.equals("null")
                || !value.isEmpty() && value.chars().allMatch(c -> c < 'a' || c == 'e');
    }

    private int string(boolean complete) {
        boolean closed = false;
        while (at < raw.length() && !closed) {
            char c = raw.charAt(at);
            int length = c == '\\' ? escape(complete) : 1;
            if (length == 0) {
                break;
            }
            closed = c == '"';
            if (!closed) {
                note(run.text().length(), at);
                run.text().append(length == 1 ? c : unescaped(length));
                at += length;
            }
        }
        boolean over = closed || complete && at >= raw.length();
        note(run.text().length(), at);
        int known = starts[run.look(over, (rule, start, end) -> hits.hit(rule, starts[start], starts[end], false))];
        if (closed) {
            return begin(Place.BETWEEN, at + 1);
        }
        return known;
    }

    private void note(int index, int offset) {
        if (index >= starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[index] = offset;
    }

    /** Length of the escape that starts here: 1 where it is none, 0 where more must come to know. */
    private int escape(boolean complete) {
        int left = raw.length() - at;
        if (left == 1) {
            return complete ? 1 : 0;
        }
        char kind = raw.charAt(at + 1);
        if (kind != 'u') {
            return "\"\\/bfnrt".indexOf(kind) >= 0 ? 2 : 1;
        }
        int digits = 2;
        while (digits < ESCAPE && digits < left && Character.digit(raw.charAt(at + digits), 16) >= 0) {
            digits++;
        }
        if (digits == ESCAPE) {
            return ESCAPE;
        }
        return digits == left && !complete ? 0 : 1;
    }

    private char unescaped(int length) {
        if (length == ESCAPE) {
            return (char) Integer.parseInt(raw, at + 2, at + ESCAPE, 16);
        }
        char kind = raw.charAt(at + 1);
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
