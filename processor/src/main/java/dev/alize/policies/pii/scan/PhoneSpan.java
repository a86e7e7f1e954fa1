package dev.alize.policies.pii.scan;

import java.util.Arrays;

/**
 * Groups of digits that may be a telephone number.
 *
 * @param start of the number with its plus or parenthesis
 * @param groups how many groups of digits
 * @param ends behind each group, with a closing parenthesis that belongs to it
 * @param sizes digits in each group
 */
record PhoneSpan(int start, int groups, int[] ends, int[] sizes) {
    static PhoneSpan read(Page page, int start, int firstDigit, int mostDigits, int mostGroups) {
        int[] ends = new int[mostGroups];
        int[] sizes = new int[mostGroups];
        int groups = 0;
        int digits = 0;
        int i = firstDigit;
        while (groups < mostGroups) {
            int from = i;
            while (i < page.length && i - from <= mostDigits && Chars.digit(page.chars[i])) {
                i++;
            }
            digits += i - from;
            if (i == from || digits > mostDigits || Chars.word(page.at(i))) {
                break;
            }
            sizes[groups] = i - from;
            ends[groups++] = page.at(i) == ')' ? ++i : i;
            i = next(page, i);
            if (i < 0) {
                break;
            }
        }
        return new PhoneSpan(start, groups, ends, sizes);
    }

    /** The first digit of the next group: behind at most two separators or parentheses; -1 if there is none. */
    private static int next(Page page, int at) {
        int i = at;
        while (i < at + 2 && separates(page.at(i))) {
            i++;
        }
        return Chars.digit(page.at(i)) && (i > at || page.at(i - 1) == ')') ? i : -1;
    }

    private static boolean separates(char c) {
        char plain = Chars.separator(c);
        return plain == ' ' || plain == '-' || plain == '.' || plain == '/' || c == '(';
    }

    PhoneSpan upTo(int count) {
        return new PhoneSpan(start, count, ends, sizes);
    }

    int end() {
        return ends[groups - 1];
    }

    int digits() {
        return Arrays.stream(sizes, 0, groups).sum();
    }

    /** Whether a hyphen, point or slash joins more digits to the end. */
    boolean joined(Page page) {
        char c = Chars.separator(page.at(end()));
        return (c == '-' || c == '.' || c == '/') && Chars.word(page.at(end() + 1));
    }

    boolean international(Page page) {
        return page.at(start) == '+' || page.at(start) == '0' && page.at(start + 1) == '0' && digits() >= 10;
    }

    /** Day, month and year. */
    boolean date() {
        return groups == 3
                && (sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || sizes[2] == 2)
                        || sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2);
    }

    /** Not a number whose thousands are set apart, and no longer than national numbers are. */
    boolean plausible() {
        boolean thousands = sizes[0] <= 3;
        for (int i = 1; i < groups; i++) {
            thousands &= sizes[i] == 3;
        }
        return !thousands && digits() <= 11;
    }

    /** At most one digit stands for itself, as a country code or after a trunk prefix. */
    boolean grouped() {
        int single = 0;
        for (int i = 0; i < groups; i++) {
            single += sizes[i] == 1 ? 1 : 0;
        }
        return single <= 1;
    }

    /** Three, three and four digits, as in North America. */
    boolean american() {
        return groups == 3 && sizes[0] == 3 && sizes[1] == 3 && sizes[2] == 4;
    }

    /** Whether it is written as telephone numbers are: after the trunk prefix 0, or the American way. */
    boolean written(Page page) {
        char first = page.at(start) == '(' ? page.at(start + 1) : page.at(start);
        return first == '0'
                        && digits() >= 9
                        && digits() <= 12
                        && groups >= (digits() == 10 ? 1 : digits() == 11 ? 2 : 3)
                || american();
    }

    /** Its digits, with the plus if it has one. */
    String text(Page page) {
        StringBuilder text = new StringBuilder(end() - start);
        for (int i = start; i < end(); i++) {
            char c = page.chars[i];
            if (Chars.digit(c)) {
                text.append((char) ('0' + Character.digit(c, 10)));
            } else if (c == '+') {
                text.append(c);
            }
        }
        // A trunk zero in parentheses is not dialled from abroad: +44 (0)20.
        int trunk = text.length() > 3 && text.charAt(0) == '+' ? trunk(page) : -1;
        return trunk > 0 ? text.deleteCharAt(trunk).toString() : text.toString();
    }

    private int trunk(Page page) {
        int digits = 1;
        for (int i = start + 1; i < end() - 1 && digits <= 4; i++) {
            if (page.chars[i] == '(' && page.chars[i + 1] == '0' && page.at(i + 2) == ')') {
                return digits;
            }
            digits += Chars.digit(page.chars[i]) ? 1 : 0;
        }
        return -1;
    }
}
