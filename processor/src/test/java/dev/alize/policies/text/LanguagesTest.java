package dev.alize.policies.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.alize.policies.Texts;
import dev.alize.policies.text.Languages.Guess;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanguagesTest {
    private static final Map<String, String> SENTENCES = Map.of(
            "en", "Could you please summarise the minutes of our last meeting in three short points?",
            "fr", "Pouvez-vous me résumer le compte rendu de notre dernière réunion en trois points ?",
            "de", "Kannst du mir bitte das Protokoll unserer letzten Sitzung in drei Punkten zusammenfassen?",
            "es", "¿Puedes resumirme en tres puntos breves el acta de nuestra última reunión, por favor?",
            "it", "Potresti riassumere in tre punti il verbale della nostra ultima riunione, per favore?",
            "ja", "前回の会議の議事録を三つの要点にまとめていただけますか。よろしくお願いします。",
            "zh", "请把我们上次会议的记录总结成三个简短的要点，谢谢你的帮助。",
            "ru", "Пожалуйста, кратко изложи протокол нашего последнего собрания в трёх пунктах.",
            "ar", "هل يمكنك تلخيص محضر اجتماعنا الأخير في ثلاث نقاط قصيرة من فضلك؟",
            "no", "Kan du oppsummere referatet fra det siste møtet vårt i tre korte punkter, er du snill?");

    private final Languages languages = Languages.shared();

    @Test
    void tellsLanguagesApartAndIsSureOfThem() {
        SENTENCES.forEach((language, sentence) -> {
            Guess guess = languages.guess(Prose.of(sentence)).orElseThrow();
            assertThat(guess.language()).as(sentence).isEqualTo(language);
            assertThat(guess.confidence()).as(sentence).isGreaterThan(0.6);
        });
    }

    @Test
    void hasNothingToSayOfTextsWithoutLetters() {
        assertThat(languages.guess("")).isEmpty();
        assertThat(languages.guess("12 345, 67!")).isEmpty();
    }

    @Test
    void saysTheSameOnManyThreads() {
        List<String> sentences = List.copyOf(SENTENCES.values());
        List<Guess> alone = sentences.stream()
                .map(text -> languages.guess(text).orElseThrow())
                .toList();

        assertThat(IntStream.range(0, 2_000)
                        .parallel()
                        .allMatch(i -> languages
                                .guess(sentences.get(i % 10))
                                .orElseThrow()
                                .equals(alone.get(i % 10))))
                .isTrue();
    }

    @Test
    void takesAnyText() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String text = Texts.odd(random, 200);
            assertThatCode(() -> languages.guess(Prose.of(text)))
                    .as("seed " + seed)
                    .doesNotThrowAnyException();
            assertThatCode(() -> languages.guess(text)).as("seed " + seed).doesNotThrowAnyException();
        }
    }

    @Test
    void readsOnlyThreePlacesOfAHugeText() {
        assertThat(Prose.of("a".repeat(1_000_000))).hasSizeLessThanOrEqualTo(Prose.LONGEST);
        assertThat(Prose.of("Un mot. ".repeat(200_000))).hasSizeLessThanOrEqualTo(Prose.LONGEST);
    }

    @Test
    void leavesOutCodeAndAddresses() {
        assertThat(Prose.of("""
                        Why does this fail?
                        ```java
                        the quick brown fox
                        ```
                        for (int i = 0; i < n; i++) { sum += a[i]; }
                        See https://example.com/a or mail ada@example.com, version 1.2
                        """)).isEqualTo("Why does this fail? See or mail version");
    }

    @Test
    void knowsCodesOfTheModel() {
        assertThat(List.of("en", "fr", "zh", "no", "nb", "nn", "et", "lv", "fa", "ast"))
                .allMatch(LanguageCodes::isKnown);
        assertThat(List.of("xx", "eng", "", "EN")).noneMatch(LanguageCodes::isKnown);
    }
}
