package dev.alize.policies.pii;

/** Numbers of JSON that stands in other text, as in a code block: a marker in their place needs quotes. */
final class BareNumber {
    /** How far back the start of a list may be. */
    private static final int REACH = 200;

    private BareNumber() {}

    /** Whether the place is a number of digits between what stands around a value in JSON. */
    static boolean at(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        int behind = end;
        while (behind < text.length() && behind - end < 8 && Character.isWhitespace(text.charAt(behind))) {
            behind++;
        }
        char next = behind < text.length() ? text.charAt(behind) : ' ';
        return (next == ',' || next == '}' || next == ']') && member(text, start);
    }

    /** Whether {@code "key":} stands before it, or an open list of such values. */
    private static boolean member(String text, int start) {
        int i = before(text, start);
        if (i >= 0 && text.charAt(i) == ':') {
            i = before(text, i);
            return i >= 0 && text.charAt(i) == '"';
        }
        while (i >= 0 && start - i < REACH) {
            char c = text.charAt(i);
            if (c == '[') {
                return true;
            }
            boolean inList = c == ','
                    || c == '"'
                    || c == '_'
                    || c == ']'
                    || Character.isWhitespace(c)
                    || c < 128 && Character.isLetterOrDigit(c);
            if (!inList) {
                return false;
            }
            i--;
        }
        return false;
    }

    private static int before(String text, int at) {
        int i = at - 1;
        while (i >= 0 && at - i < 8 && Character.isWhitespace(text.charAt(i))) {
            i--;
        }
        return i;
    }
}
