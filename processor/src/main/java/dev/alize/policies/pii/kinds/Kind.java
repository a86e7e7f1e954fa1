package dev.alize.policies.pii.kinds;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is looked for. Names are those of Presidio's entities where it has them. Where two kinds fit a value equally
 * well, the one that stands first gives its name. At most 63: their ordinals are bits of a long.
 */
public enum Kind {
    PRIVATE_KEY,
    API_KEY,
    URL_CREDENTIALS,
    EMAIL_ADDRESS("EMAIL"),
    IBAN_CODE("IBAN"),
    CREDIT_CARD("CARD"),
    CRYPTO("WALLET"),
    IP_ADDRESS("IP"),
    MAC_ADDRESS("MAC"),
    FR_NIR,
    FR_SIRET,
    FR_SIREN,
    DE_TAX_ID,
    DE_SOCIAL_SECURITY,
    ES_NIF,
    ES_NIE,
    IT_FISCAL_CODE,
    IT_VAT_CODE,
    UK_NINO,
    UK_NHS,
    NL_BSN,
    BE_NN,
    PL_PESEL,
    PT_NIF,
    FI_PERSONAL_IDENTITY_CODE("FI_HETU"),
    SE_PERSONNUMMER,
    US_SSN,
    US_ITIN,
    US_NPI,
    CA_SIN,
    IN_AADHAAR,
    IN_PAN,
    AU_TFN,
    AU_ABN,
    AU_MEDICARE,
    BR_CPF,
    BR_CNPJ,
    PHONE_NUMBER("PHONE"),
    DATE_OF_BIRTH("BIRTH_DATE"),
    SWIFT_CODE("BIC"),
    US_PASSPORT,
    UK_PASSPORT,
    DE_PASSPORT,
    ES_PASSPORT,
    IT_PASSPORT,
    IN_PASSPORT,
    PASSPORT,
    UK_DRIVING_LICENCE,
    DE_FUEHRERSCHEIN,
    IT_DRIVER_LICENSE,
    US_DRIVER_LICENSE,
    DRIVER_LICENSE;

    /** Every kind: none of them only makes noise, since the weak ones need a word that announces them. */
    public static final Set<Kind> ALL = Set.copyOf(EnumSet.allOf(Kind.class));

    private final String label;

    Kind() {
        this.label = name();
    }

    Kind(String label) {
        this.label = label;
    }

    /** The word in markers, such as {@code EMAIL}. */
    public String label() {
        return label;
    }

    /** The kind as a bit. */
    public long bit() {
        return 1L << ordinal();
    }
}
