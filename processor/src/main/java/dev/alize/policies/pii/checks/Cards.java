package dev.alize.policies.pii.checks;

/** Payment cards: Luhn, and the ranges that the schemes number from (ISO/IEC 7812, as published by the schemes). */
public final class Cards {
    private Cards() {}

    /** A number of 12 to 19 digits with Luhn's sum. */
    public static boolean possible(String number) {
        return number.length() >= 12 && number.length() <= 19 && Digits.luhn(number) && !Digits.uniform(number);
    }

    /** A possible number in a scheme's range and of its length. */
    public static boolean issued(String number) {
        return possible(number) && scheme(number, (int) Digits.number(number, 0, 4), number.length());
    }

    private static boolean scheme(String number, int prefix, int length) {
        return switch (number.charAt(0)) {
            case '4' -> length == 16 || length == 19; // Visa
            case '5' -> length == 16; // Mastercard 51 to 55, Maestro 50 and 56 to 58
            case '2' ->
                length == 16 && prefix >= 2200 && prefix <= 2720 // Mir, Mastercard
                        || length == 15 && prefix == 2131; // JCB
            case '3' ->
                length == 15 && (prefix / 100 == 34 || prefix / 100 == 37) // American Express
                        || length == 16 && prefix >= 3528 && prefix <= 3589 // JCB
                        || length >= 14
                                && (prefix / 10 >= 300 && prefix / 10 <= 305
                                        || prefix / 100 == 36
                                        || prefix / 100 == 38
                                        || prefix / 100 == 39); // Diners Club
            case '6' -> length >= 16; // Discover 60, 64 and 65, UnionPay 62, Maestro
            case '1' -> length == 15 && (prefix == 1800 || prefix == 1220); // JCB, UATP
            default -> false;
        };
    }
}
