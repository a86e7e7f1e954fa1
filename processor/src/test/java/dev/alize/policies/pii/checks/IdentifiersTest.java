package dev.alize.policies.pii.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each identifier with a value whose check digits follow from its rule, and one in which they are wrong. */
class IdentifiersTest {
    static Stream<Arguments> identifiers() {
        return Stream.of(
                // By the rule: 97 - 2550814168025 % 97 = 38.
                id("NIR", WesternIds::nir, "255081416802538", "255081416802539"),
                // Corsica: 2A counts as 19; 97 - 1850519004005 % 97 = 14.
                id("NIR of Corsica", WesternIds::nir, key("185052A004005", "1850519004005"), "185052A00400500"),
                // SIREN of La Poste.
                id("SIREN", WesternIds::siren, "356000000", "356000001"),
                // SIRET of INSEE itself: SIREN 120027016, NIC 00563.
                id("SIRET", WesternIds::siret, "12002701600563", "12002701600564"),
                id("SIRET of La Poste", WesternIds::siret, "35600000049837", "35600000049838"),
                // By the rule: 97 - 850730033 % 97 = 28.
                id("NN", WesternIds::belgian, "85073003328", "85073003329"),
                // Born from 2000: a 2 stands before the nine digits.
                id("NN from 2000", WesternIds::belgian, "170730033" + two(97 - 2170730033L % 97), "17073003300"),
                // A BSN often used for tests.
                id("BSN", WesternIds::dutch, "111222333", "111222334"),
                // 12345678 % 23 = 14, the letter Z.
                id("DNI", WesternIds::dni, "12345678Z", "12345678A"),
                id("NIE", WesternIds::nie, "X1234567L", "X1234567M"),
                // By the rule: a Q needs a letter, an A a digit.
                id("CIF", WesternIds::cif, "Q3718001E", "Q3718001F"),
                id("CIF with a digit", WesternIds::cif, "A58818501", "A58818502"),
                // By the rule, first digit 6 of public bodies.
                id("NIF", WesternIds::portuguese, "600084779", "600084778"),
                // Mario Rossi, Rome, 1 January 1980, the usual specimen.
                id("codice fiscale", WesternIds::fiscalCode, "RSSMRA80A01H501U", "RSSMRA80A01H501V"),
                id("partita IVA", WesternIds::partitaIva, "00743110157", "00743110158"),
                // An identifier often used for tests.
                id("Steuer-ID", NorthernIds::taxId, "86095742719", "86095742718"),
                // A number often used for tests.
                id("Versicherungsnummer", NorthernIds::socialSecurity, "15070649C103", "15070649C104"),
                // A number often used for tests.
                id("NHS", NorthernIds::nhs, "9434765919", "9434765918"),
                // QQ is HMRC's specimen and never given out.
                id("NINO", NorthernIds::nino, "AB123456C", "QQ123456C"),
                // A number often used for tests: born on 14 May 1944.
                id("PESEL", NorthernIds::pesel, "44051401359", "44051401358"),
                // A code often used for tests: 131052308 % 31 = 25, the letter T.
                id("HETU", NorthernIds::finnish, "131052-308T", "131052-308U"),
                // By the rule (Luhn).
                id("personnummer", NorthernIds::swedish, "6408233234", "6408233235"),
                // The SSA's own rules; 078-05-1120 was printed in wallets.
                id("SSN", OverseasIds::ssn, "219099998", "078051120"),
                id("ITIN", OverseasIds::itin, "911701234", "911491234"),
                // An identifier often used for tests: Luhn with 80840 before it.
                id("NPI", OverseasIds::npi, "1234567893", "1234567894"),
                // By the rule (Luhn).
                id("SIN", OverseasIds::sin, "130692544", "130692543"),
                // Numbers often used for tests.
                id("CPF", OverseasIds::cpf, "52998224725", "52998224726"),
                id("CNPJ", OverseasIds::cnpj, "11222333000181", "11222333000182"),
                // A number often used for tests.
                id("Aadhaar", OverseasIds::aadhaar, "234123412346", "234123412347"),
                id("PAN", OverseasIds::pan, "ABCPD1234Z", "ABCZD1234Z"),
                // A number often used for tests.
                id("TFN", OverseasIds::tfn, "123456782", "123456783"),
                // ABN of the Australian Taxation Office.
                id("ABN", OverseasIds::abn, "51824753556", "51824753557"),
                id("Medicare", OverseasIds::medicare, "2123456701", "2123456711"),
                // By the rule: the sum of C01X00T4 with weights 7 3 1 is 531, so 1.
                id("German passport", Documents::germanPassport, "C01X00T41", "C01X00T42"),
                id("British licence", Documents::britishLicence, "MORGA657054SM9IJ", "MORGA697054SM9IJ"),
                // Test numbers of the card schemes.
                id("Visa", Cards::issued, "4111111111111111", "4111111111111112"),
                id("American Express", Cards::issued, "378282246310005", "378282246310006"),
                id("Mastercard", Cards::issued, "5555555555554444", "5555555555554445"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("identifiers")
    void tellsAnIdentifierFromOneWithABrokenCheckDigit(
            String name, Predicate<String> check, String valid, String broken) {
        assertThat(check).as("%s", name).accepts(valid).rejects(broken);
    }

    private static Arguments id(String name, Predicate<String> check, String valid, String broken) {
        return Arguments.of(name, check, valid, broken);
    }

    private static String key(String body, String number) {
        return body + two(97 - Long.parseLong(number) % 97);
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
