package dev.alize.policies.pii;

import static dev.alize.policies.pii.Texts.after;
import static dev.alize.policies.pii.Texts.answer;
import static dev.alize.policies.pii.Texts.detector;
import static dev.alize.policies.pii.Texts.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.StreamGuard;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiiGuardTest {
    private static final Map<String, String> ORIGINALS = Map.of("[EMAIL_1]", "ada@example.org", "[PHONE_1]", "0612");
    private static final String[] PIECES = {
        "the",
        "of",
        "IBAN",
        "card",
        "number",
        "is",
        "and",
        "CALL",
        "me",
        "at",
        "born",
        "on",
        "passport",
        "SIREN",
        "a",
        "März",
        "\n",
        "\n\n",
        ",",
        ".",
        "\"",
        "[",
        "(",
        "[EMAIL_1]",
        "[PHONE_1]",
        "[EMA",
        "12",
        "2024",
        "3.14",
        "x-1",
        "ada.lovelace@example.com",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "(415) 555-0132",
        "12 de marzo de 1980",
        "March 12, 1980",
        "2 55 08 14 168 025 38",
        "120 027 016",
        "AB1234567",
        "10.1.2.3",
        "2001:db8::8a2e:370:7334",
        "https://u:pw@host/x",
        "AA 12 34 56 B",
        "sk-abcdEFGH1234abcdEFGH1234abcd",
        "529.982.247-25",
        "RSSMRA 80A01 H501U",
        "Σ",
        "\uD83D\uDE00",
        "MAC",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
        "15 070649 C 103",
        "nummer",
        "TRAJ"
    };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishesInPartsWhatThePolicyMakesOfTheWhole(boolean restore) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        PiiDetector detector = detector(settings(Action.REDACT, MarkerFormat.LABEL, "", restore));
        for (int i = 0; i < 2_000; i++) {
            String text = text(random);
            Material whole = answer(ORIGINALS, text);
            StreamGuard guard = detector.guard(answer(ORIGINALS)).orElseThrow();

            String published = publish(guard, text, random);

            assertThat(published)
                    .as("seed %d, round %d: %s", seed, i, text)
                    .isEqualTo(after(whole, detector.judge(whole)).getFirst());
        }
    }

    @Test
    void letsNoPartOfAValueOut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        PiiDetector detector = detector(PiiSettings.DEFAULT);
        List<String> values = List.of("4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "ada.lovelace@example.com");
        for (int i = 0; i < 500; i++) {
            String value = values.get(random.nextInt(values.size()));
            StreamGuard guard = detector.guard(answer(Map.of())).orElseThrow();
            String text = "Here it comes " + value + " and that was it, with more words behind it";
            StringBuilder published = new StringBuilder();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(6));
                published.append(guard.add(text.substring(at, end)));
                assertThat(published.toString()).as("seed %d", seed).doesNotContain(value.substring(0, 4));
                at = end;
            }
            assertThat(published.append(guard.end()).toString())
                    .contains("Here it comes [")
                    .contains("behind it");
        }
    }

    @Test
    void letsOrdinaryWordsGoAtEachBlank() {
        StreamGuard guard =
                detector(PiiSettings.DEFAULT).guard(answer(Map.of())).orElseThrow();

        assertThat(guard.add("The quick bro")).isEqualTo("The quick ");
        assertThat(guard.add("wn fox ")).isEqualTo("brown fox ");
    }

    @Test
    void holdsBackABoundedPartOfAMillionCharactersWithoutABlank() {
        StreamGuard guard =
                detector(PiiSettings.DEFAULT).guard(answer(Map.of())).orElseThrow();
        String part = "x".repeat(1000);
        int published = 0;
        for (int i = 1; i <= 1000; i++) {
            published += guard.add(part).length();
            assertThat(i * 1000 - published).isLessThan(10_000);
        }
        assertThat(published + guard.end().length()).isEqualTo(1_000_000);
    }

    @Test
    void endsWithABlock() {
        StreamGuard guard = detector(settings(Action.BLOCK, MarkerFormat.LABEL, "", false))
                .guard(answer(Map.of()))
                .orElseThrow();

        String published = guard.add("Write to ")
                + guard.add("ada@example.org and then some more words ")
                + guard.add("until nothing can follow that counts ")
                + guard.add("for it");

        assertThat(guard.verdict()).isInstanceOf(Verdict.Block.class);
        assertThat(published + guard.end()).doesNotContain("ada");
    }

    @Test
    void flagsWithoutDelay() {
        StreamGuard guard = detector(settings(Action.FLAG, MarkerFormat.LABEL, "", false))
                .guard(answer(Map.of()))
                .orElseThrow();

        assertThat(guard.add("ada@exam") + guard.add("ple.org")).isEqualTo("ada@example.org");
        assertThat(guard.end()).isEmpty();
        assertThat(guard.verdict()).isInstanceOf(Verdict.Flag.class);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int j = 3 + random.nextInt(60); j > 0; j--) {
            text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(8) == 0 ? "" : " ");
        }
        return text.toString();
    }

    private static String publish(StreamGuard guard, String text, Random random) {
        StringBuilder published = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            published.append(guard.add(text.substring(at, end)));
            at = end;
        }
        return published.append(guard.end()).toString();
    }
}
