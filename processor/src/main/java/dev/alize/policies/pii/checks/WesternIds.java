package dev.alize.policies.pii.checks;

/** Identifiers of France, Belgium, the Netherlands, Spain, Portugal and Italy. */
public final class WesternIds {
    /** Control letters of the Spanish DNI, by the number modulo 23 (Real Decreto 1553/2005, Ministerio del Interior). */
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

    /** Values of the characters 0 to 9 and A to Z at odd places of the codice fiscale (decreto 23 December 1976). */
    private static final int[] ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private WesternIds() {}

    /** NIR with its key: 97 less the number modulo 97 (INSEE); Corsica's 2A counts as 19, 2B as 18. */
    public static boolean nir(String id) {
        if (!nirBody(id)) {
            return false;
        }
        long number = nirNumber(id);
        return 97 - number % 97 == Digits.number(id, 13, 15);
    }

    /** NIR of 13 characters without its key: sex, year, month, department. */
    public static boolean nirBody(String id) {
        char sex = id.charAt(0);
        long month = Digits.number(id, 3, 5);
        boolean corsica = id.charAt(5) == '2' && (id.charAt(6) == 'A' || id.charAt(6) == 'B');
        return (sex == '1' || sex == '2' || sex == '3' || sex == '4' || sex == '7' || sex == '8')
                && (month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50)
                && (corsica || Character.isDigit(id.charAt(6)) && Digits.number(id, 5, 7) > 0);
    }

    private static long nirNumber(String id) {
        char second = id.charAt(6);
        if (second == 'A' || second == 'B') {
            return Digits.number(id.substring(0, 5) + (second == 'A' ? "19" : "18") + id.substring(7, 13), 0, 13);
        }
        return Digits.number(id, 0, 13);
    }

    /** SIREN: Luhn (Code de commerce R123-221, INSEE). */
    public static boolean siren(String id) {
        return Digits.luhn(id) && !Digits.uniform(id);
    }

    /** SIRET: SIREN and NIC, each with Luhn; the post office's own sum up to a multiple of 5 (INSEE). */
    public static boolean siret(String id) {
        String siren = id.substring(0, 9);
        boolean post = siren.equals("356000000") && id.chars().map(c -> c - '0').sum() % 5 == 0;
        return siren(siren) && (Digits.luhn(id) || post);
    }

    /** Belgian national number: 97 less the first nine digits modulo 97, with a 2 before them for those born from 2000. */
    public static boolean belgian(String id) {
        long number = Digits.number(id, 0, 9);
        long key = Digits.number(id, 9, 11);
        // The register counts unknown months as 00; BIS numbers add 20 or 40 to the month.
        long month = Digits.number(id, 2, 4) % 20;
        boolean born = month <= 12 && Digits.number(id, 4, 6) <= 31 && number > 0;
        return born && (97 - number % 97 == key || 97 - (2_000_000_000L + number) % 97 == key);
    }

    /** BSN: weights 9 to 2 and -1, a multiple of 11 (Rijksdienst voor Identiteitsgegevens, the "11-proef"). */
    public static boolean dutch(String id) {
        return Digits.weighted(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0 && !Digits.uniform(id);
    }

    /** DNI with 7 or 8 digits and its letter. */
    public static boolean dni(String id) {
        int last = id.length() - 1;
        return SPANISH.charAt((int) (Digits.number(id, 0, last) % 23)) == id.charAt(last);
    }

    /** NIE: X, Y or Z count as 0, 1 or 2 before the digits. */
    public static boolean nie(String id) {
        int first = "XYZ".indexOf(id.charAt(0));
        return first >= 0 && dni(first + id.substring(1));
    }

    /** NIF of organisations (former CIF; Orden EHA/451/2008): letter, seven digits, and a digit or a letter. */
    public static boolean cif(String id) {
        if ("ABCDEFGHJNPQRSUVW".indexOf(id.charAt(0)) < 0) {
            return false;
        }
        int sum = 0;
        for (int i = 1; i <= 7; i++) {
            int digit = Digits.at(id, i);
            sum += i % 2 == 1 ? digit / 5 + digit * 2 % 10 : digit;
        }
        int check = (10 - sum % 10) % 10;
        char last = id.charAt(8);
        return Character.isDigit(last) ? last - '0' == check : "JABCDEFGHI".charAt(check) == last;
    }

    /** Portuguese NIF: weights 9 to 2, modulo 11 (Decreto-Lei 14/2013; first digit by kind of taxpayer). */
    public static boolean portuguese(String id) {
        int rest = Digits.weighted(id, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return "1235689".indexOf(id.charAt(0)) >= 0 && (rest < 2 ? 0 : 11 - rest) == Digits.at(id, 8);
    }

    /** Codice fiscale: six letters, year, month, day (women's plus 40), place, check letter; digits may be letters. */
    public static boolean fiscalCode(String id) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = value(id.charAt(i));
            sum += i % 2 == 0 ? ODD[value] : value;
        }
        return fiscalShape(id) && 'A' + sum % 26 == id.charAt(15);
    }

    private static boolean fiscalShape(String id) {
        for (int i = 0; i < 16; i++) {
            boolean letter = Character.isLetter(id.charAt(i));
            boolean number = i == 6 || i == 7 || i == 9 || i == 10 || i >= 12 && i <= 14;
            // Where codes collide, digits from the right are written as one of LMNPQRSTUV (omocodia).
            if (number ? letter && "LMNPQRSTUV".indexOf(id.charAt(i)) < 0 : !letter) {
                return false;
            }
        }
        return "ABCDEHLMPRST".indexOf(id.charAt(8)) >= 0;
    }

    private static int value(char c) {
        return c <= '9' ? c - '0' : c - 'A';
    }

    /** Partita IVA: Luhn over eleven digits (decreto 23 December 1976), never all zero. */
    public static boolean partitaIva(String id) {
        return Digits.luhn(id) && Digits.number(id, 0, 7) > 0;
    }
}
