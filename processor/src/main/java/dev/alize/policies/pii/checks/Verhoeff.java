package dev.alize.policies.pii.checks;

/** J. Verhoeff's check digit (Error Detecting Decimal Codes, 1969): the dihedral group of order 10 and a permutation. */
final class Verhoeff {
    /** Where each digit goes from one place to the next. */
    private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private Verhoeff() {}

    static boolean valid(String digits) {
        int sum = 0;
        for (int place = 0; place < digits.length(); place++) {
            int digit = Digits.at(digits, digits.length() - 1 - place);
            for (int times = 0; times < place % 8; times++) {
                digit = PERMUTATION[digit];
            }
            sum = product(sum, digit);
        }
        return sum == 0;
    }

    /** 0 to 4 are turns of a pentagon, 5 to 9 are turns after a reflection. */
    private static int product(int left, int right) {
        if (left < 5) {
            return right < 5 ? (left + right) % 5 : 5 + (left + right) % 5;
        }
        return right < 5 ? 5 + Math.floorMod(left - right, 5) : Math.floorMod(left - right, 5);
    }
}
