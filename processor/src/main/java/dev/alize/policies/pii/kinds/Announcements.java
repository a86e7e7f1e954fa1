package dev.alize.policies.pii.kinds;

import static dev.alize.policies.pii.kinds.Kind.*;

import java.util.HashMap;
import java.util.Map;

/**
 * The words before (or shortly behind) a value that say what it is, in the languages whose identifiers are known and in
 * English. Two words are a phrase. Accents and case do not matter; {@code number} and {@code nummer} at the end of a
 * compound are taken off by the caller's second look.
 */
public final class Announcements {
    /** Announces some number, and only a formatted one is then taken for a telephone number. */
    public static final long SOME_NUMBER = 1L << 63;

    private static final long PASSPORTS =
            bits(US_PASSPORT, UK_PASSPORT, DE_PASSPORT, ES_PASSPORT, IT_PASSPORT, IN_PASSPORT, PASSPORT);
    private static final long LICENCES = bits(UK_DRIVING_LICENCE, DE_FUEHRERSCHEIN, IT_DRIVER_LICENSE, DRIVER_LICENSE);
    private static final Map<Long, Long> KINDS = new HashMap<>();

    static {
        money();
        machines();
        papers();
        france();
        europe();
        world();
    }

    private Announcements() {}

    /** The kinds that the word or pair announces, as bits; 0 for most. */
    public static long kinds(long hash) {
        Long kinds = KINDS.get(hash);
        return kinds == null ? 0 : kinds;
    }

    private static void money() {
        add(
                bits(CREDIT_CARD),
                "card, credit, debit, cc, visa, mastercard, amex, maestro, carte, bancaire, carta, "
                        + "cartao, tarjeta, karte, kreditkarte, kreditkarten, kaart, creditcard, karta, kort, kortti, pan");
        add(bits(IBAN_CODE), "iban, account, compte, konto, cuenta, conta, conto, rekening");
        add(bits(SWIFT_CODE), "bic, swift");
        add(bits(CRYPTO), "wallet, bitcoin, btc, ethereum, eth, crypto, portefeuille, cartera");
    }

    private static void machines() {
        add(
                bits(PHONE_NUMBER),
                "phone, telephone, tel, telefono, telefone, telefon, telefoon, puhelin, mobile, mobil, "
                        + "cell, cellphone, call, calling, fax, whatsapp, sms, dial, ring, rufnummer, handy, portable, "
                        + "appelez, appeler, joindre, llama, llamar, llameme, celular, movil, telemovel, ligue, cellulare, "
                        + "chiamare, chiama, anrufen, reach, bellen, answering, landline, hotline, helpline, phones, puh");
        add(SOME_NUMBER, "number, numero, nummer, contact, registered, text, message");
        add(
                bits(IP_ADDRESS),
                "ip, ipv, ips, host, server, subnet, loopback, gateway, address, adresse, localhost, "
                        + "route, ping, multicast");
        add(bits(MAC_ADDRESS), "mac, physical, ethernet, hardware");
        add(
                bits(API_KEY),
                "key, apikey, token, secret, bearer, authorization, password, passwd, pwd, credential, "
                        + "cle, clave, schlussel, chave, chiave, passwort, contrasena");
    }

    private static void papers() {
        add(
                bits(DATE_OF_BIRTH),
                "dob, birthday, birthdate, born, naissance, nee le, nacimiento, nacido, nacida, "
                        + "nascimento, nascido, nascida, nascita, nato il, nata il, geburtsdatum, geboren, geb, geburtstag, "
                        + "geboortedatum, fodelsedatum, syntymaaika, urodzenia, urodzony, urodzona, anniversaire, cumpleanos, "
                        + "date birth, of birth, ne le");
        add(
                PASSPORTS,
                "passport, passeport, pasaporte, passaporte, passaporto, reisepass, pass, paspoort, pass nr, "
                        + "passi, paszport, travel document, reisedokument");
        add(LICENCES | bits(US_DRIVER_LICENSE), "driver, drivers, license, licence, dl, driving");
        add(
                LICENCES,
                "permis, conduire, conducir, conduccion, carnet, patente, guida, fuhrerschein, fahrerlaubnis, "
                        + "rijbewijs, conducao, habilitacao, cnh, korkort, ajokortti, prawo jazdy");
    }

    private static void france() {
        add(bits(FR_NIR), "nir, secu, insee, securite sociale, immatriculation, assure social, carte vitale, vitale");
        add(bits(FR_SIREN), "siren, rcs");
        add(bits(FR_SIRET), "siret, etablissement");
    }

    private static void europe() {
        add(
                bits(DE_TAX_ID),
                "steuer id, idnr, id nr, steuerid, steueridentifikations, steueridentifikation, "
                        + "identifikations, steuerliche, tin, tax id");
        add(
                bits(DE_SOCIAL_SECURITY),
                "rvnr, svnr, sozialversicherungs, rentenversicherungs, versicherungs, "
                        + "sozialversicherungsausweis, sv nr");
        add(bits(ES_NIF), "dni, nif, cif, identidad");
        add(bits(ES_NIE), "nie, extranjero, extranjera");
        add(bits(IT_FISCAL_CODE), "codice fiscale, cf, fiscale");
        add(bits(IT_VAT_CODE), "partita iva, iva, piva, vat");
        add(bits(UK_NINO), "nino, national insurance, ni number, insurance");
        add(bits(UK_NHS), "nhs, national health");
        add(bits(NL_BSN), "bsn, burgerservice, sofi, burgerservicenr");
        add(bits(BE_NN), "rijksregister, registre national, national register, nn, insz, niss, nationalregister");
        add(bits(PL_PESEL), "pesel");
        add(bits(PT_NIF), "nif, contribuinte, nipc, fiscal, identificacao fiscal");
        add(bits(FI_PERSONAL_IDENTITY_CODE), "hetu, henkilotunnus, personal identity, identity code, id code");
        add(bits(SE_PERSONNUMMER), "personnummer, person, pnr, personnr, samordningsnummer, samordnings, id code");
    }

    private static void world() {
        add(bits(US_SSN), "ssn, ssns, social security");
        add(bits(US_ITIN), "itin, taxpayer, individual taxpayer");
        add(bits(US_NPI), "npi, provider, provider identifier");
        add(bits(CA_SIN), "sin, nas, social insurance, assurance sociale");
        add(bits(IN_AADHAAR), "aadhaar, aadhar, adhar, uidai, uid");
        add(bits(IN_PAN), "pan, permanent account");
        add(bits(AU_TFN), "tfn, tax file");
        add(bits(AU_ABN), "abn, australian business, business number");
        add(bits(AU_MEDICARE), "medicare");
        add(bits(BR_CPF), "cpf, pessoas fisicas, contribuinte");
        add(bits(BR_CNPJ), "cnpj, pessoa juridica");
    }

    private static void add(long kinds, String words) {
        for (String entry : words.split(", ")) {
            int blank = entry.indexOf(' ');
            char[] chars = entry.toCharArray();
            long hash = blank < 0
                    ? Words.hash(chars, 0, chars.length)
                    : Words.pair(Words.hash(chars, 0, blank), Words.hash(chars, blank + 1, chars.length));
            KINDS.merge(hash, kinds, (one, other) -> one | other);
        }
    }

    private static long bits(Kind... kinds) {
        long bits = 0;
        for (Kind kind : kinds) {
            bits |= kind.bit();
        }
        return bits;
    }
}
