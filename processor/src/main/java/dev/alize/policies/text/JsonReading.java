package dev.alize.policies.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** Reads JSON (RFC 8259) once, of any depth and without recursion, and gives up at the first thing that is none. */
final class JsonReading {
    private final String raw;
    private final StringBuilder view;
    private final Marks rawMarks = new Marks();
    private final Marks viewMarks = new Marks();
    private final Marks numbers = new Marks();
    /** Per open bracket whether it is an object's. */
    private final BitSet objects = new BitSet();

    private int depth;
    private int at;

    /** A growing list of offsets. */
    private static final class Marks {
        private int[] values = new int[16];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    JsonReading(String raw) {
        this.raw = raw;
        this.view = new StringBuilder(raw.length());
    }

    Optional<JsonView> view() {
        if (!document()) {
            return Optional.empty();
        }
        return Optional.of(
                new JsonView(raw, view.toString(), rawMarks.toArray(), viewMarks.toArray(), numbers.toArray()));
    }

    private boolean document() {
        while (true) {
            if (!value()) {
                return false;
            }
            // Behind a value: brackets close, or the next member comes.
            while (depth > 0) {
                blanks();
                boolean object = objects.get(depth - 1);
                if (is(object ? '}' : ']')) {
                    depth--;
                } else if (is(',')) {
                    if (object && !key()) {
                        return false;
                    }
                    break;
                } else {
                    return false;
                }
            }
            if (depth == 0) {
                blanks();
                return at == raw.length();
            }
        }
    }

    /** A scalar, or an empty container, or what opens one up to its first scalar. */
    private boolean value() {
        while (true) {
            blanks();
            if (is('{')) {
                blanks();
                if (is('}')) {
                    return true;
                }
                objects.set(depth++);
                if (!key()) {
                    return false;
                }
            } else if (is('[')) {
                blanks();
                if (is(']')) {
                    return true;
                }
                objects.clear(depth++);
            } else {
                return scalar();
            }
        }
    }

    private boolean key() {
        blanks();
        if (!string()) {
            return false;
        }
        blanks();
        return is(':');
    }

    private boolean scalar() {
        return switch (peek()) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        if (!raw.startsWith(word, at)) {
            return false;
        }
        view.append(word);
        at += word.length();
        return true;
    }

    private boolean number() {
        int start = view.length();
        is('-');
        if (!is('0') && !digits()) {
            return false;
        }
        if (is('.') && !digits()) {
            return false;
        }
        if (is('e') || is('E')) {
            if (!is('+')) {
                is('-');
            }
            if (!digits()) {
                return false;
            }
        }
        numbers.add(start);
        numbers.add(view.length());
        return true;
    }

    private boolean digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            view.append(raw.charAt(at++));
        }
        return at > start;
    }

    private boolean string() {
        if (!is('"')) {
            return false;
        }
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c == '"') {
                return is('"');
            }
            if (c < ' ') {
                return false;
            }
            if (c != '\\') {
                view.append(c);
                at++;
            } else if (!escape()) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        char kind = at + 1 < raw.length() ? raw.charAt(at + 1) : ' ';
        int plain = "\"\\/bfnrt".indexOf(kind);
        if (plain >= 0) {
            view.append("\"\\/\b\f\n\r\t".charAt(plain));
            at += 2;
        } else if (kind == 'u' && hex(at + 2) >= 0) {
            view.append((char) hex(at + 2));
            at += 6;
        } else {
            return false;
        }
        rawMarks.add(at);
        viewMarks.add(view.length());
        return true;
    }

    private int hex(int from) {
        if (from + 4 > raw.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            char c = raw.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            view.append(raw.charAt(at++));
        }
    }

    private boolean is(char c) {
        if (peek() != c || at == raw.length()) {
            return false;
        }
        view.append(c);
        at++;
        return true;
    }

    /** The next character; a character that JSON has nowhere at the end. */
    private char peek() {
        return at < raw.length() ? raw.charAt(at) : '\uFFFF';
    }
}
