package dev.alize.policies.pii.checks;

/** Passports and driving licences. */
public final class Documents {
    /** Digits and letters in the numbers of German documents: no vowels, and none that is taken for a digit. */
    private static final String GERMAN = "0123456789CFGHJKLMNPRTVWXYZ";

    private Documents() {}

    /** German passport: nine characters, the last a check digit with weights 7 3 1 (ICAO Doc 9303), as Presidio has it. */
    public static boolean germanPassport(String id) {
        int[] weights = {7, 3, 1};
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            char c = id.charAt(i);
            if (GERMAN.indexOf(c) < 0) {
                return false;
            }
            sum += weights[i % 3] * (c <= '9' ? c - '0' : c - 'A' + 10);
        }
        return "CFGHJK".indexOf(id.charAt(0)) >= 0 && sum % 10 == id.charAt(8) - '0';
    }

    /** Indian passport: letter (no Q, X or Z), first and last digit not 0 (Passport Seva). */
    public static boolean indianPassport(String id) {
        return "QXZ".indexOf(id.charAt(0)) < 0 && id.charAt(1) != '0' && id.charAt(7) != '0';
    }

    /**
     * British driving licence (DVLA): five letters of the name filled with 9, decade, month (women's plus 50), day,
     * year, two initials, three more.
     */
    public static boolean britishLicence(String id) {
        boolean filled = false;
        for (int i = 0; i < 5; i++) {
            boolean nine = id.charAt(i) == '9';
            if (!nine && (filled || !Character.isLetter(id.charAt(i)))) {
                return false;
            }
            filled = nine;
        }
        for (int i = 5; i < 11; i++) {
            if (!Character.isDigit(id.charAt(i))) {
                return false;
            }
        }
        return Character.isLetter(id.charAt(0))
                && Digits.date(Digits.number(id, 6, 8) % 50, Digits.number(id, 8, 10))
                && initial(id.charAt(11))
                && initial(id.charAt(12))
                && Character.isLetter(id.charAt(14))
                && Character.isLetter(id.charAt(15));
    }

    private static boolean initial(char c) {
        return Character.isLetter(c) || c == '9';
    }

    /** Italian licence in its second form: U1, seven characters, a letter. */
    public static boolean italianLicence(String id) {
        return id.startsWith("U1") && Character.isLetter(id.charAt(9));
    }
}
