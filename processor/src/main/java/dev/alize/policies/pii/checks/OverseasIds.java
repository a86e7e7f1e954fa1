package dev.alize.policies.pii.checks;

import java.util.Set;

/** Identifiers of the United States, Canada, Brazil, India and Australia. */
public final class OverseasIds {
    /** Printed in advertisements and so never given to anybody (Social Security Administration). */
    private static final Set<String> SPECIMENS = Set.of("078051120", "219099999", "123456789", "987654321");

    private OverseasIds() {}

    /** SSN (SSA, randomised since 2011): no check digit; no 000, 666 or 9xx, no group 00, no serial 0000. */
    public static boolean ssn(String id) {
        long area = Digits.number(id, 0, 3);
        return area > 0
                && area != 666
                && area < 900
                && Digits.number(id, 3, 5) > 0
                && Digits.number(id, 5, 9) > 0
                && !SPECIMENS.contains(id);
    }

    /** ITIN (IRS): begins with 9, fourth and fifth digit 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
    public static boolean itin(String id) {
        long group = Digits.number(id, 3, 5);
        return id.charAt(0) == '9' && (group >= 50 && group <= 65 || group >= 70 && group != 89 && group != 93);
    }

    /** NPI (45 CFR 162.406, CMS): Luhn with 80840 before it, first digit 1 or 2. */
    public static boolean npi(String id) {
        return (id.charAt(0) == '1' || id.charAt(0) == '2')
                && !Digits.uniform(id.substring(0, 9))
                && Digits.luhn("80840" + id);
    }

    /** SIN (Employment and Social Development Canada): Luhn; 0 and 8 are not given out. */
    public static boolean sin(String id) {
        return id.charAt(0) != '0' && id.charAt(0) != '8' && Digits.luhn(id) && !Digits.uniform(id);
    }

    /** CPF: two check digits modulo 11 (Receita Federal). */
    public static boolean cpf(String id) {
        int first = Digits.weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Digits.weighted(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return !Digits.uniform(id) && first == Digits.at(id, 9) && second == Digits.at(id, 10);
    }

    /** CNPJ of digits: two check digits modulo 11 (Receita Federal). */
    public static boolean cnpj(String id) {
        int first = Digits.weighted(id, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        int second = Digits.weighted(id, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return !Digits.uniform(id)
                && (first < 2 ? 0 : 11 - first) == Digits.at(id, 12)
                && (second < 2 ? 0 : 11 - second) == Digits.at(id, 13);
    }

    /** Aadhaar: Verhoeff, never 0 or 1 first (UIDAI). */
    public static boolean aadhaar(String id) {
        return id.charAt(0) >= '2' && Verhoeff.valid(id) && !Digits.uniform(id);
    }

    /** PAN: no public check digit; the fourth letter says what the holder is (Income Tax Department of India). */
    public static boolean pan(String id) {
        return "ABCFGHLJPTKE".indexOf(id.charAt(3)) >= 0 && Digits.number(id, 5, 9) > 0;
    }

    /** TFN of nine digits: weights 1 4 3 7 5 8 6 9 10, a multiple of 11 (Australian Taxation Office). */
    public static boolean tfn(String id) {
        return Digits.weighted(id, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0 && !Digits.uniform(id);
    }

    /** ABN: first digit less one, weights 10 1 3 5 7 9 11 13 15 17 19, a multiple of 89 (Australian Business Register). */
    public static boolean abn(String id) {
        return id.charAt(0) != '0' && (Digits.weighted(id, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0;
    }

    /** Medicare card: first digit 2 to 6, weights 1 3 7 9 1 3 7 9, modulo 10 (Services Australia). */
    public static boolean medicare(String id) {
        return id.charAt(0) >= '2'
                && id.charAt(0) <= '6'
                && Digits.weighted(id, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == Digits.at(id, 8);
    }
}
