package dev.alize.policies.pii.scan;

/** Dates in digits. */
final class Dates {
    private Dates() {}

    /** Whether day, month and year can be read in some order; separators are gone, so lengths decide loosely. */
    static boolean possible(String digits) {
        int length = digits.length();
        if (length < 8) {
            return true;
        }
        int first = Integer.parseInt(digits, 0, 4, 10);
        int last = Integer.parseInt(digits, 4, 8, 10);
        return year(first) || year(last);
    }

    private static boolean year(int year) {
        return year >= 1880 && year <= 2099;
    }
}
