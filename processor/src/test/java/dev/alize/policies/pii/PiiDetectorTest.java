package dev.alize.policies.pii;

import static dev.alize.policies.pii.Texts.after;
import static dev.alize.policies.pii.Texts.answer;
import static dev.alize.policies.pii.Texts.arguments;
import static dev.alize.policies.pii.Texts.detector;
import static dev.alize.policies.pii.Texts.redacted;
import static dev.alize.policies.pii.Texts.request;
import static dev.alize.policies.pii.Texts.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.InvalidSettingException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiiDetectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Write to ada@example.org.|Write to [EMAIL_1].",
                "mailto:Ada.Byron+x@mail.example.co.uk?subject=a|mailto:[EMAIL_1]?subject=a",
                "Mon NIR est 2 55 08 14 168 025 38|Mon NIR est [FR_NIR_1]",
                "SIRET 120 027 016 00563|SIRET [FR_SIRET_1]",
                "SIREN : 120027016|SIREN : [FR_SIREN_1]",
                "BSN 111222333 graag|BSN [NL_BSN_1] graag",
                "Rijksregister 85.07.30-033.28|Rijksregister [BE_NN_1]",
                "PESEL: 44051401359|PESEL: [PL_PESEL_1]",
                "o meu NIF: 600084779|o meu NIF: [PT_NIF_1]",
                "CPF 529.982.247-25|CPF [BR_CPF_1]",
                "CNPJ 11.222.333/0001-81|CNPJ [BR_CNPJ_1]",
                "IBAN DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX|IBAN [IBAN_1], BIC [BIC_1]",
                "carte 4111 1111 1111 1111 12/27|carte [CARD_1] 12/27",
                "appelez le 06 12 34 56 78|appelez le [PHONE_1]",
                "postgres://app:s3cret@db.internal/x|postgres://[URL_CREDENTIALS_1]@db.internal/x",
                "from 10.1.2.3/24 and 2001:db8::8a2e:370:7334|from [IP_1] and [IP_2]",
                "MAC 00:1A:2B:3C:4D:5E|MAC [MAC_1]",
                "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq|[WALLET_1]",
                "key sk-abcdEFGH1234abcdEFGH1234abcd|key [API_KEY_1]",
                "key hf_abcdefghijklmnopqrstuvwxyzABCDEFGH|key [API_KEY_1]",
                "née le 3 mars 1980 à Lyon|née le [BIRTH_DATE_1] à Lyon",
                "Date of birth: 1980-03-04|Date of birth: [BIRTH_DATE_1]",
                "Reisepassnummer C01X00T41|Reisepassnummer [DE_PASSPORT_1]",
                "permis de conduire 12AB34567|permis de conduire [DRIVER_LICENSE_1]",
                "my 111222333 apples|my 111222333 apples",
                "order 4111 1111 1111 1112|order 4111 1111 1111 1112",
                "meeting on 1980-03-04|meeting on 1980-03-04",
                "version 1.2.3.4|version 1.2.3.4",
                "x = a[1::2]|x = a[1::2]",
            })
    void replacesWhatItFinds(String text, String expected) {
        assertThat(redacted(text)).isEqualTo(expected);
    }

    @Test
    void replacesAPrivateKeyAsAWhole() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow+/AB12\nQ==\n-----END RSA PRIVATE KEY-----";

        assertThat(redacted("a\n" + key + "\nb")).isEqualTo("a\n[PRIVATE_KEY_1]\nb");
        assertThat(redacted("-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----"))
                .contains("MIIE");
    }

    @Test
    void findsAnnouncedKeysInBase64AndLeavesOtherBase64Alone() {
        assertThat(redacted("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfi/EX4MPLE9KEYa1Z"))
                .isEqualTo("aws_secret_access_key = [API_KEY_1]");
        Random random = new Random(7);
        byte[] picture = new byte[30_000];
        random.nextBytes(picture);
        String url = "key data:image/png;base64," + Base64.getEncoder().encodeToString(picture);
        assertThat(redacted(url)).doesNotContain("API_KEY");
        String json = "eyJ1c2VyIjogImFkYSIsICJpdGVtcyI6IFsxLCAyLCAzXSwgIm5vdGUiOiAic2hpcCBvbiBNb25kYXkifQ==";
        assertThat(redacted("Decode " + json)).isEqualTo("Decode " + json);
        assertThat(redacted("key file: /home/User1/projects/SecretStore2/config"))
                .isEqualTo("key file: /home/User1/projects/SecretStore2/config");
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
        assertThat(redacted("Bearer " + token)).isEqualTo("Bearer [API_KEY_1]");
    }

    @Test
    void givesTheSameValueTheSameMarkerInEveryPassage() {
        Material material = request("a@b.com c@d.com", "c@d.com [EMAIL_7] a@b.com");

        assertThat(after(material, detector(PiiSettings.DEFAULT).judge(material)))
                .containsExactly("[EMAIL_8] [EMAIL_9]", "[EMAIL_9] [EMAIL_7] [EMAIL_8]");
    }

    @Test
    void keepsJsonWhole() throws Exception {
        String json = "{\"card\": 4111111111111111, \"to\": \"ad\\u0061@example.org\\n06 12 34 56 78\", "
                + "\"list\": [4111111111111111, \"x\"]}";
        Material material = arguments(json);

        String after =
                after(material, detector(PiiSettings.DEFAULT).judge(material)).getFirst();

        assertThat(JSON.readTree(after))
                .isEqualTo(
                        JSON.readTree(
                                "{\"card\": \"[CARD_1]\", \"to\": \"[EMAIL_1]\\n[PHONE_1]\", \"list\": [\"[CARD_1]\", \"x\"]}"));
    }

    @Test
    void quotesTheMarkerOfABareNumberInJsonInsideOfText() {
        assertThat(redacted("```json\n{\"card\": 4111111111111111}\n```"))
                .isEqualTo("```json\n{\"card\": \"[CARD_1]\"}\n```");
        assertThat(redacted("Cards: 4111111111111111, and")).isEqualTo("Cards: [CARD_1], and");
    }

    @Test
    void takesArgumentsThatAreNoJsonAsText() {
        Material material = arguments("{\"to\": \"ada@example.org");

        assertThat(after(material, detector(PiiSettings.DEFAULT).judge(material)))
                .containsExactly("{\"to\": \"[EMAIL_1]");
    }

    @Test
    void putsOriginalsBackIntoTheAnswer() {
        PiiDetector detector = detector(settings(Action.REDACT, MarkerFormat.LABEL, "", true));
        Material request = request("I am ada@example.org");
        Verdict.Rewrite taken = (Verdict.Rewrite) detector.judge(request);
        Material answer = answer(
                taken.originals(), after(request, taken), "Dear [EMAIL_1], or b@c.com", "{\"to\":\"[EMAIL_1]\"}");

        assertThat(taken.originals()).isEqualTo(Map.of("[EMAIL_1]", "ada@example.org"));
        assertThat(after(answer, detector.judge(answer)))
                .containsExactly("Dear ada@example.org, or [EMAIL_2]", "{\"to\":\"ada@example.org\"}");
    }

    @Test
    void escapesOriginalsThatItPutsBackIntoJson() {
        PiiDetector detector = detector(settings(Action.REDACT, MarkerFormat.CUSTOM, "<{kind}:{n}>", true));
        Material answer = answer(Map.of("<KEY:1>", "a\n\"b\""), "{\"k\":\"<KEY:1>\"}");

        assertThat(after(answer, detector.judge(answer))).containsExactly("{\"k\":\"a\\n\\\"b\\\"\"}");
    }

    @Test
    void marksAsItsFormatSays() {
        Material material = request("a@b.com, card 4111 1111 1111 1111");

        assertThat(after(
                        material,
                        detector(settings(Action.REDACT, MarkerFormat.PARTIAL, "", false))
                                .judge(material)))
                .containsExactly("****@b.com, card ****1111");
        assertThat(after(
                        material,
                        detector(settings(Action.REDACT, MarkerFormat.HASH, "", false))
                                .judge(material)))
                .first()
                .asString()
                .matches("\\[EMAIL:[0-9a-f]{12}], card \\[CARD:[0-9a-f]{12}]");
        assertThat(after(
                        material,
                        detector(settings(Action.REDACT, MarkerFormat.CUSTOM, "<{kind}:{n}>", false))
                                .judge(material)))
                .containsExactly("<EMAIL:1>, card <CARD:1>");
    }

    @Test
    void blocksAndFlagsWithoutChangingTheText() {
        Material material = request("a@b.com");

        assertThat(detector(settings(Action.BLOCK, MarkerFormat.LABEL, "", false))
                        .judge(material))
                .isInstanceOf(Verdict.Block.class);
        assertThat(detector(settings(Action.SHADOW, MarkerFormat.LABEL, "", false))
                        .judge(material))
                .isInstanceOfSatisfying(
                        Verdict.Flag.class,
                        flag -> assertThat(flag.evidence().found())
                                .containsExactly(new Finding("EMAIL_ADDRESS", 0, 0, 7)));
    }

    @Test
    void refusesToRestoreWhatLeadsBackToNothing() {
        assertThatThrownBy(() -> settings(Action.REDACT, MarkerFormat.PARTIAL, "", true))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("policy.pii-detector.restore");
        assertThatThrownBy(() -> settings(Action.REDACT, MarkerFormat.CUSTOM, "{kind}{n}", false))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("marker_template");
    }

    @Test
    void standsEveryText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {
            "\uD83D",
            "\uDE00",
            "\uD83D\uDE00",
            "e\u0301",
            "\u202Eabc",
            "\u05D0\u05D1",
            "\u0664\u0661\u0661",
            "4111 1111",
            "@",
            "a@b.com",
            "://u:p@",
            "::1",
            "+33 6",
            "(415)",
            " ",
            "\n",
            "-----BEGIN RSA PRIVATE KEY-----",
            "[EMAIL_1]",
            "\\u",
            "{",
            "\"",
            "9",
            "-",
            ".",
            "/",
            "AB",
            "sk-",
            "DE89",
            "march 3 1980",
            "born",
            "\u0000",
            ":",
            "[",
            "\u200B"
        };
        PiiDetector detector = detector(settings(Action.REDACT, MarkerFormat.LABEL, "", true));
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j >= 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Material material = random.nextBoolean()
                    ? request(text.toString())
                    : answer(Map.of("[EMAIL_1]", "x@y.org"), List.of(), text.toString());
            assertThat(after(material, detector.judge(material)))
                    .as("seed %d: %s", seed, text)
                    .hasSize(1);
        }
    }
}
