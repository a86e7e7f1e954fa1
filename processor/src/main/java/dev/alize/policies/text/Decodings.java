package dev.alize.policies.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds parts of a text that are encoded (base64, hexadecimal, percent, ROT13, Unicode tags) and read as text. Linear in
 * the length of the text, and so is what it returns.
 */
public final class Decodings {
    /** Shorter runs hide no instruction, and ordinary words and numbers are among them. */
    private static final int MIN_RUN = 16;

    private static final int MIN_PERCENTS = 4;
    private static final int MIN_TAGS = 4;

    /** Words that ROT13 makes of frequent words; none is a word of a language. */
    private static final int[] ROT13 = Stream.of(
                    "the",
                    "and",
                    "you",
                    "your",
                    "instructions",
                    "ignore",
                    "previous",
                    "prompt",
                    "system",
                    "tell",
                    "this",
                    "that",
                    "with",
                    "what",
                    "are",
                    "from",
                    "all",
                    "must",
                    "reveal",
                    "print")
            .mapToInt(word -> rot13(word).hashCode())
            .sorted()
            .toArray();

    private Decodings() {}

    /** What the text hides. */
    public static List<Decoding> of(String text) {
        List<Decoding> found = new ArrayList<>();
        int rotated = 0;
        int start = 0;
        int percents = 0;
        int word = 0;
        int length = text.length();
        for (int i = 0; i <= length; i++) {
            char unit = i < length ? text.charAt(i) : ' ';
            if (isLetter(unit)) {
                word = 31 * word + (unit | 0x20);
            } else if (word != 0) {
                rotated += Arrays.binarySearch(ROT13, word) >= 0 ? 1 : 0;
                word = 0;
            }
            if (unit == '%') {
                percents++;
            }
            if (!isRun(unit)) {
                if (i - start >= MIN_RUN || percents >= MIN_PERCENTS) {
                    run(text, start, i, percents, found);
                }
                start = i + 1;
                percents = 0;
                if (unit == 0xDB40) {
                    i = tags(text, i, found);
                    start = i + 1;
                }
            }
        }
        pairs(text, found);
        if (rotated >= 2) {
            found.add(new Decoding("rot13", rot13(text), 0, length));
        }
        return found;
    }

    private static boolean isLetter(char unit) {
        return (unit | 0x20) >= 'a' && (unit | 0x20) <= 'z';
    }

    private static boolean isRun(char unit) {
        return isLetter(unit)
                || unit >= '0' && unit <= '9'
                || unit == '+'
                || unit == '/'
                || unit == '='
                || unit == '-'
                || unit == '_'
                || unit == '%'
                || unit == '\\';
    }

    private static void run(String text, int start, int end, int percents, List<Decoding> found) {
        String run = text.substring(start, end);
        byte[] bytes = null;
        String kind = "percent";
        if (percents >= MIN_PERCENTS) {
            bytes = percent(run);
        } else if (percents == 0) {
            String digits = run.indexOf('\\') >= 0 ? run.replace("\\x", "") : run;
            kind = "hex";
            bytes = hex(digits.startsWith("0x") ? digits.substring(2) : digits);
            if (bytes == null) {
                kind = "base64";
                bytes = base64(run);
            }
        }
        String decoded = bytes == null ? null : text(bytes);
        if (decoded != null) {
            found.add(new Decoding(kind, decoded, start, end));
        }
    }

    private static byte @Nullable [] hex(String run) {
        if (run.length() < MIN_RUN || run.length() % 2 != 0) {
            return null;
        }
        boolean letter = false;
        for (int i = 0; i < run.length(); i++) {
            if (!HexFormat.isHexDigit(run.charAt(i))) {
                return null;
            }
            letter |= isLetter(run.charAt(i));
        }
        // Text of that length has some a to f; without any it is a number.
        return letter ? HexFormat.of().parseHex(run) : null;
    }

    /** Bytes in hexadecimal with one or two signs between them, such as {@code 49 67} and {@code 0x49, 0x67}. */
    private static void pairs(String text, List<Decoding> found) {
        int i = 0;
        while (i < text.length()) {
            int pair = pair(text, i);
            if (pair < 0) {
                i++;
                continue;
            }
            StringBuilder digits = new StringBuilder();
            int end = i;
            int next = i;
            for (; pair >= 0; pair = pair(text, next)) {
                digits.append(text, pair, pair + 2);
                end = pair + 2;
                next = isBetween(text, end) ? end + 1 : end;
                next = isBetween(text, next) ? next + 1 : next;
            }
            byte[] bytes = hex(digits.toString());
            String decoded = bytes == null ? null : text(bytes);
            if (decoded != null) {
                found.add(new Decoding("hex", decoded, i, end));
            }
            i = end;
        }
    }

    /** Where the two digits are of a byte that begins here and is no part of a longer word, or -1. */
    private static int pair(String text, int start) {
        if (start >= text.length() || !HexFormat.isHexDigit(text.charAt(start))) {
            return -1;
        }
        int at = text.startsWith("0x", start) ? start + 2 : start;
        boolean pair = at + 2 <= text.length()
                && HexFormat.isHexDigit(text.charAt(at))
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && !isWord(text, start - 1)
                && !isWord(text, at + 2);
        return pair ? at : -1;
    }

    private static boolean isWord(String text, int at) {
        return at >= 0
                && at < text.length()
                && (isLetter(text.charAt(at)) || text.charAt(at) >= '0' && text.charAt(at) <= '9');
    }

    private static boolean isBetween(String text, int at) {
        return at < text.length() && " ,:\n".indexOf(text.charAt(at)) >= 0;
    }

    private static byte @Nullable [] base64(String run) {
        String plain = run.replace('-', '+').replace('_', '/');
        int padding = plain.indexOf('=');
        String digits = padding < 0 ? plain : plain.substring(0, padding);
        int upper = 0;
        int lower = 0;
        for (int i = 0; i < digits.length(); i++) {
            char unit = digits.charAt(i);
            if (unit == '\\') {
                return null;
            }
            upper += unit >= 'A' && unit <= 'Z' ? 1 : 0;
            lower += unit >= 'a' && unit <= 'z' ? 1 : 0;
        }
        // Encoded text has letters of both cases; a long word or a number has not.
        if (upper < 2 || lower < 2 || digits.length() < MIN_RUN - 2) {
            return null;
        }
        int usable = digits.length() - (digits.length() % 4 == 1 ? 1 : 0);
        return Base64.getDecoder().decode(digits.substring(0, usable));
    }

    private static byte[] percent(String run) {
        byte[] bytes = new byte[run.length()];
        int length = 0;
        for (int i = 0; i < run.length(); i++) {
            char unit = run.charAt(i);
            if (unit == '%'
                    && i + 2 < run.length()
                    && HexFormat.isHexDigit(run.charAt(i + 1))
                    && HexFormat.isHexDigit(run.charAt(i + 2))) {
                bytes[length++] = (byte) HexFormat.fromHexDigits(run, i + 1, i + 3);
                i += 2;
            } else {
                bytes[length++] = (byte) (unit == '+' ? ' ' : unit);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    /** The bytes as text, if they are UTF-8 and nearly all of it is letters, digits, spaces and common signs. */
    private static @Nullable String text(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
        int odd = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            odd += Character.isISOControl(unit) && !Character.isWhitespace(unit) ? 1 : 0;
        }
        return text.length() >= 4 && odd * 20 <= text.length() ? text : null;
    }

    /** Reads Unicode tags, which show nothing and repeat ASCII; returns the last unit of the run. */
    private static int tags(String text, int start, List<Decoding> found) {
        StringBuilder read = new StringBuilder();
        int i = start;
        while (i + 1 < text.length() && text.charAt(i) == 0xDB40) {
            int point = text.codePointAt(i) - 0xE0000;
            if (point >= 0x20 && point < 0x7F) {
                read.append((char) point);
            }
            i += 2;
        }
        if (read.length() >= MIN_TAGS) {
            found.add(new Decoding("tags", read.toString(), start, i));
        }
        return Math.max(start, i - 1);
    }

    private static String rot13(String text) {
        char[] units = text.toCharArray();
        for (int i = 0; i < units.length; i++) {
            if (isLetter(units[i])) {
                int base = units[i] & 0x60;
                units[i] = (char) (base + 1 + (units[i] - base - 1 + 13) % 26);
            }
        }
        return new String(units);
    }
}
