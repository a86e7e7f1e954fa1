package dev.alize.policies.pii.checks;

/** Check digits over texts of decimal digits. */
public final class Digits {
    private Digits() {}

    /** The digits weighted one by one, from the left. */
    public static int weighted(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * at(digits, i);
        }
        return sum;
    }

    /** Luhn's sum, ISO/IEC 7812-1 annex B: every second digit from the right doubled, tens and ones added. */
    public static boolean luhn(String digits) {
        int sum = 0;
        boolean twice = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = at(digits, i);
            sum += twice ? digit / 5 + digit * 2 % 10 : digit;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 MOD 11,10 with the check digit at the end. */
    public static boolean mod1110(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (at(digits, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == at(digits, digits.length() - 1);
    }

    /** The number that the digits from {@code start} to {@code end} write, at most 18 of them. */
    public static long number(String digits, int start, int end) {
        long number = 0;
        for (int i = start; i < end; i++) {
            number = number * 10 + at(digits, i);
        }
        return number;
    }

    /** The digit at this place. */
    public static int at(String digits, int index) {
        return digits.charAt(index) - '0';
    }

    /** Whether all digits are the same, which no office gives out. */
    public static boolean uniform(String digits) {
        return digits.chars().allMatch(c -> c == digits.charAt(0));
    }

    /** Whether month and day can be of one date; 29 February always can. */
    public static boolean date(long month, long day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
    }

    /** Month and day as four digits from {@code start}. */
    public static boolean monthDay(String digits, int start) {
        return date(number(digits, start, start + 2), number(digits, start + 2, start + 4));
    }
}
