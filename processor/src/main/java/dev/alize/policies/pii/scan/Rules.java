package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.*;
import static dev.alize.policies.pii.scan.Candidate.LIKELY;
import static dev.alize.policies.pii.scan.Candidate.NEEDS_WORD;
import static dev.alize.policies.pii.scan.Candidate.SURE;

import dev.alize.policies.pii.checks.Cards;
import dev.alize.policies.pii.checks.Digits;
import dev.alize.policies.pii.checks.Documents;
import dev.alize.policies.pii.checks.NorthernIds;
import dev.alize.policies.pii.checks.OverseasIds;
import dev.alize.policies.pii.checks.WesternIds;
import dev.alize.policies.pii.kinds.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Every identifier of a fixed form. A checksum of two digits or a form that nothing else has needs no word; one check
 * digit lets one number in ten pass, so a bare number of that kind must be announced.
 */
final class Rules {
    private final List<Rule> rules = new ArrayList<>();

    private Rules() {}

    static List<Rule> of(Set<Kind> kinds) {
        Rules all = new Rules();
        all.cards();
        all.western();
        all.southern();
        all.northern();
        all.america();
        all.pacific();
        all.passports();
        all.birthDates();
        return all.rules.stream().filter(rule -> kinds.contains(rule.kind())).toList();
    }

    private void add(Kind kind, Predicate<String> check, double score, String... forms) {
        rules.add(Rule.of(kind, check, score, forms));
    }

    private void cards() {
        String[] grouped = {
            "9999 9999 9999 9999", "9999-9999-9999-9999", "9999.9999.9999.9999", "9999 999999 99999",
            "9999-999999-99999", "9999 999999 9999", "9999-999999-9999", "9999 9999 9999 9999 999"
        };
        add(CREDIT_CARD, Cards::issued, SURE, grouped);
        add(CREDIT_CARD, Cards::issued, SURE, "99999999999999", "999999999999999", "9999999999999999");
        add(CREDIT_CARD, Cards::issued, LIKELY, "99999999999999999", "999999999999999999", "9999999999999999999");
        String[] bare = {
            "999999999999", "9999999999999", "99999999999999", "999999999999999", "9999999999999999",
            "99999999999999999", "999999999999999999", "9999999999999999999", "9999 9999 9999", "9999-9999-9999"
        };
        add(CREDIT_CARD, Cards::possible, NEEDS_WORD, bare);
        add(CREDIT_CARD, Cards::possible, NEEDS_WORD, grouped);
    }

    private void western() {
        add(
                FR_NIR,
                WesternIds::nir,
                SURE,
                "999999999999999",
                "9 99 99 99 999 999 99",
                "9 99 99 99 999 999 / 99",
                "9 99 99 99 999 999-99",
                "9.99.99.99.999.999.99",
                "9-99-99-99-999-999-99",
                "9999999999999 99",
                "999999A99999999",
                "9 99 99 9A 999 999 99",
                "999999A999999 99");
        add(FR_NIR, WesternIds::nirBody, NEEDS_WORD, "9999999999999", "9 99 99 99 999 999");
        add(FR_SIRET, WesternIds::siret, LIKELY, "999 999 999 99999", "999.999.999.99999", "999999999 99999");
        add(FR_SIRET, WesternIds::siret, NEEDS_WORD, "99999999999999");
        add(FR_SIREN, WesternIds::siren, NEEDS_WORD, "999999999", "999 999 999", "999.999.999");
        add(BE_NN, WesternIds::belgian, NEEDS_WORD, "99999999999");
        add(BE_NN, WesternIds::belgian, LIKELY, "999999 999 99", "999999-999-99", "999999-999.99");
        add(BE_NN, WesternIds::belgian, SURE, "99.99.99-999.99", "99.99.99-999-99", "99.99.99.999.99");
        add(NL_BSN, WesternIds::dutch, NEEDS_WORD, "999999999", "9999.99.999", "9999 99 999", "999 999 999");
    }

    private void southern() {
        add(ES_NIF, WesternIds::dni, SURE, "99999999A", "99999999-A", "99.999.999-A");
        add(ES_NIF, WesternIds::dni, LIKELY, "9999999-A", "9999999A");
        // A blank before the letter: the next word may be "a".
        add(ES_NIF, WesternIds::dni, NEEDS_WORD, "99999999 A", "99.999.999 A");
        add(ES_NIF, WesternIds::cif, LIKELY, "A99999999", "A-99999999", "A9999999A", "A-9999999-A", "A-9999999A");
        add(ES_NIE, WesternIds::nie, SURE, "A9999999A", "A9999999-A", "A-9999999-A", "A-9999999A");
        add(PT_NIF, WesternIds::portuguese, NEEDS_WORD, "999999999", "999 999 999", "999.999.999");
        add(IT_FISCAL_CODE, WesternIds::fiscalCode, SURE, "AAAAAA 99A99 A999A", "AAA AAA 99A99 A999A");
        add(IT_VAT_CODE, WesternIds::partitaIva, NEEDS_WORD, "99999999999", "99999999_999", "999 9999 9999");
        add(IT_VAT_CODE, id -> id.startsWith("IT") && WesternIds.partitaIva(id.substring(2)), LIKELY, "AA99999999999");
    }

    private void northern() {
        add(DE_TAX_ID, NorthernIds::taxId, LIKELY, "99 999 999 999");
        add(DE_TAX_ID, NorthernIds::taxId, NEEDS_WORD, "99999999999");
        add(
                DE_SOCIAL_SECURITY,
                NorthernIds::socialSecurity,
                SURE,
                "99999999A999",
                "99 999999 A 999",
                "99 999999 A999",
                "99-999999-A-999");
        add(UK_NHS, NorthernIds::nhs, LIKELY - 0.05, "999 999 9999", "999-999-9999");
        add(UK_NHS, NorthernIds::nhs, NEEDS_WORD, "9999999999");
        add(
                UK_NINO,
                NorthernIds::nino,
                LIKELY,
                "AA999999A",
                "AA 99 99 99 A",
                "AA 999999 A",
                "AA 999999A",
                "AA-99-99-99-A");
        add(PL_PESEL, NorthernIds::pesel, NEEDS_WORD, "99999999999", "999999 99999");
        add(
                FI_PERSONAL_IDENTITY_CODE,
                id -> NorthernIds.finnish(id.substring(0, 6) + "-" + id.substring(6)),
                SURE,
                "999999-999A",
                "999999-9999",
                "999999+999A",
                "999999+9999");
        add(FI_PERSONAL_IDENTITY_CODE, NorthernIds::finnish, SURE, "999999A999A", "999999A9999");
        add(SE_PERSONNUMMER, NorthernIds::swedish, SURE, "999999-9999", "999999+9999", "99999999-9999", "999999 9999");
        add(SE_PERSONNUMMER, NorthernIds::swedish, LIKELY, "999999999999");
        add(SE_PERSONNUMMER, NorthernIds::swedish, NEEDS_WORD, "9999999999");
    }

    private void america() {
        add(US_SSN, OverseasIds::ssn, LIKELY + 0.1, "999-99-9999");
        add(US_SSN, OverseasIds::ssn, LIKELY, "999 99 9999", "999.99.9999");
        add(US_SSN, OverseasIds::ssn, NEEDS_WORD - 0.02, "999999999");
        add(US_ITIN, OverseasIds::itin, LIKELY + 0.1, "999-99-9999");
        add(US_ITIN, OverseasIds::itin, LIKELY, "999 99 9999", "999-999999", "99999-9999");
        add(US_ITIN, OverseasIds::itin, NEEDS_WORD, "999999999");
        add(US_NPI, OverseasIds::npi, LIKELY, "9999-999-999", "9999 999 999");
        add(US_NPI, OverseasIds::npi, NEEDS_WORD, "9999999999");
        add(CA_SIN, OverseasIds::sin, LIKELY, "999-999-999");
        add(CA_SIN, OverseasIds::sin, NEEDS_WORD, "999999999", "999 999 999");
        add(BR_CPF, OverseasIds::cpf, SURE, "999.999.999-99");
        add(BR_CPF, OverseasIds::cpf, LIKELY, "999999999-99", "999 999 999-99");
        add(BR_CPF, OverseasIds::cpf, NEEDS_WORD, "99999999999", "999 999 999 99", "999.999.999.99");
        add(BR_CNPJ, OverseasIds::cnpj, SURE, "99.999.999/9999-99");
        add(BR_CNPJ, OverseasIds::cnpj, NEEDS_WORD, "99999999999999", "99999999/9999-99", "99 999 999 9999 99");
    }

    private void pacific() {
        add(IN_AADHAAR, OverseasIds::aadhaar, LIKELY, "9999 9999 9999", "9999-9999-9999", "9999:9999:9999");
        add(IN_AADHAAR, OverseasIds::aadhaar, NEEDS_WORD, "999999999999");
        add(IN_PAN, OverseasIds::pan, LIKELY, "AAAAA9999A");
        // Presidio also takes any mix of ten letters and digits with four digits for a PAN; announced only.
        add(IN_PAN, any -> true, NEEDS_WORD, "A9999AAAAA", "AAAAA9999A");
        add(AU_TFN, OverseasIds::tfn, NEEDS_WORD, "999999999", "999 999 999", "999-999-999");
        add(AU_ABN, OverseasIds::abn, NEEDS_WORD, "99999999999", "99 999 999 999", "99-999-999-999");
        add(AU_MEDICARE, OverseasIds::medicare, LIKELY, "9999 99999 9", "9999-99999-9");
        add(AU_MEDICARE, OverseasIds::medicare, NEEDS_WORD, "9999999999", "99999999999", "9999 99999 9 9");
    }

    private void passports() {
        Predicate<String> any = id -> !Digits.uniform(id);
        add(UK_PASSPORT, any, NEEDS_WORD, "AA9999999");
        add(US_PASSPORT, any, NEEDS_WORD, "A99999999");
        add(US_PASSPORT, any, NEEDS_WORD - 0.05, "999999999");
        add(ES_PASSPORT, any, NEEDS_WORD, "AAA999999");
        add(IT_PASSPORT, any, NEEDS_WORD, "AA9999999");
        add(IN_PASSPORT, Documents::indianPassport, NEEDS_WORD, "A9999999");
        add(IT_DRIVER_LICENSE, any, NEEDS_WORD, "AA9999999A");
        add(DE_FUEHRERSCHEIN, any, NEEDS_WORD, "AA99999999A");
        add(US_DRIVER_LICENSE, any, NEEDS_WORD, "A99999999", "A999999999999", "A9999999", "A99999999999999");
    }

    private void birthDates() {
        add(
                DATE_OF_BIRTH,
                Dates::possible,
                NEEDS_WORD,
                "99/99/9999",
                "9/9/9999",
                "99/9/9999",
                "9/99/9999",
                "99.99.9999",
                "9.9.9999",
                "99.9.9999",
                "9.99.9999",
                "99-99-9999",
                "9-9-9999",
                "9999-99-99",
                "9999/99/99",
                "9999.99.99",
                "99 99 9999",
                "99/99/99",
                "99.99.99",
                "99-99-99",
                "9/9/99",
                "9/99/99",
                "99/9/99");
    }
}
