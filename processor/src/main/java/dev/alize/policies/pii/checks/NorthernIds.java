package dev.alize.policies.pii.checks;

/** Identifiers of Germany, the United Kingdom, Poland, Finland and Sweden. */
public final class NorthernIds {
    /** Check characters of the Finnish code, by the number modulo 31 (Digital and Population Data Services Agency). */
    private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private NorthernIds() {}

    /**
     * Steuer-ID (§ 139b AO, BZSt): eleven digits, not 0 first, MOD 11,10; among the first ten one digit stands two or
     * three times, never three times in a row, and the others once.
     */
    public static boolean taxId(String id) {
        int[] times = new int[10];
        for (int i = 0; i < 10; i++) {
            times[Digits.at(id, i)]++;
        }
        int most = 0;
        int repeated = 0;
        for (int count : times) {
            most = Math.max(most, count);
            repeated += count > 1 ? 1 : 0;
        }
        // Numbers with all digits different stand in the office's own test data.
        return id.charAt(0) != '0' && most <= 3 && repeated <= 1 && Digits.mod1110(id);
    }

    /**
     * Versicherungsnummer (§ 147 SGB VI, VKVV): area, birth date, letter, serial number, check digit; the letter counts
     * as its two-digit place in the alphabet, weights 2 1 2 5 7 1 2 1 2 1 2 1, sums of digits, modulo 10.
     */
    public static boolean socialSecurity(String id) {
        int letter = id.charAt(8) - 'A' + 1;
        String digits = id.substring(0, 8) + letter / 10 + letter % 10 + id.substring(9, 11);
        int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            int product = weights[i] * Digits.at(digits, i);
            sum += product / 10 + product % 10;
        }
        // The areas lie between 02 and 89; supplementary numbers add 50 to the day.
        long area = Digits.number(id, 0, 2);
        return Digits.date(Digits.number(id, 4, 6), Digits.number(id, 2, 4) % 50)
                && area >= 2
                && area <= 89
                && sum % 10 == Digits.at(id, 11);
    }

    /** NHS number: weights 10 to 2, modulo 11 (NHS Data Dictionary). */
    public static boolean nhs(String id) {
        int check = 11 - Digits.weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return check != 10 && check % 11 == Digits.at(id, 9) && !Digits.uniform(id);
    }

    /** National Insurance number (HMRC, NIM39110): no check digit, but prefixes that are never used. */
    public static boolean nino(String id) {
        char first = id.charAt(0);
        char second = id.charAt(1);
        String prefix = id.substring(0, 2);
        return "DFIQUV".indexOf(first) < 0
                && "DFIOQUV".indexOf(second) < 0
                && "BG GB KN NK NT TN ZZ".indexOf(prefix) < 0
                && id.charAt(8) <= 'D';
    }

    /** PESEL: birth date with the century in the month, weights 1 3 7 9, modulo 10 (ustawa o ewidencji ludności). */
    public static boolean pesel(String id) {
        int sum = Digits.weighted(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1);
        return sum % 10 == 0 && Digits.date(Digits.number(id, 2, 4) % 20, Digits.number(id, 4, 6));
    }

    /** Finnish personal identity code without its century sign: birth date, serial number, modulo 31. */
    public static boolean finnish(String id) {
        String digits = id.substring(0, 6) + id.substring(7, 10);
        return "+-YXWVUABCDEF".indexOf(id.charAt(6)) >= 0
                && Digits.date(Digits.number(id, 2, 4), Digits.number(id, 0, 2))
                && Digits.number(id, 7, 10) >= 2
                && FINNISH.charAt((int) (Digits.number(digits, 0, 9) % 31)) == id.charAt(10);
    }

    /** Personnummer of 10 or 12 digits: Luhn over the last ten (Skatteverket); co-ordination numbers add 60 to the day. */
    public static boolean swedish(String id) {
        String ten = id.substring(id.length() - 10);
        long century = id.length() == 12 ? Digits.number(id, 0, 2) : 19;
        return century >= 18
                && century <= 20
                && Digits.date(Digits.number(ten, 2, 4), Digits.number(ten, 4, 6) % 60)
                && Digits.luhn(ten);
    }
}
