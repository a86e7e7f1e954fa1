package dev.alize.policies.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Codes of languages: ISO 639-1 where a language has such a code, else ISO 639-3. The list is that of the detector's
 * model (langdetect-183 of Apache OpenNLP), so that a setting can be checked without loading it.
 */
public final class LanguageCodes {
    private static final Set<String> MODEL = Set.of(
            ("afr ara ast aze bak bel ben bos bre bul cat ceb ces che cmn cym dan deu ekk ell eng epo est eus fao fas "
                            + "fin fra fry gle glg gsw guj heb hin hrv hun hye ind isl ita jav jpn kan kat kaz kir kor "
                            + "lat lav lim lit ltz lvs mal mar min mkd mlt mon mri msa nan nds nep nld nno nob oci pan "
                            + "pes plt pnb pol por pus ron rus san sin slk slv som spa sqi srp sun swa swe tam tat tel "
                            + "tgk tgl tha tur ukr urd uzb vie vol war zul")
                    .split(" "));

    /** Single languages whose macrolanguage has the two-letter code, by ISO 639-3; and the two forms of Norwegian. */
    private static final Map<String, String> WIDER = Map.of(
            "cmn", "zh", "ekk", "et", "lvs", "lv", "pes", "fa", "plt", "mg", "pnb", "pa", "nno", "no", "nob", "no");

    private static final Map<String, String> SHORT = shortCodes();
    private static final Set<String> KNOWN = new TreeSet<>(SHORT.values());

    private LanguageCodes() {}

    /** Whether the detector can tell this language; takes {@code nb} and {@code nn} for {@code no}. */
    public static boolean isKnown(String code) {
        return KNOWN.contains(usual(code));
    }

    /** The code by which a language is compared. */
    public static String usual(String code) {
        return code.equals("nb") || code.equals("nn") ? "no" : code;
    }

    /** From a code of the model. */
    static String ofModel(String code) {
        return SHORT.getOrDefault(code, code);
    }

    private static Map<String, String> shortCodes() {
        Map<String, String> iso = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            iso.put(Locale.of(code).getISO3Language(), code);
        }
        Map<String, String> codes = new HashMap<>();
        for (String code : MODEL) {
            codes.put(code, WIDER.getOrDefault(code, iso.getOrDefault(code, code)));
        }
        return Map.copyOf(codes);
    }
}
