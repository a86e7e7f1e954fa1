package dev.alize.policies.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NormaliserTest {
    private final Normaliser normaliser = new Normaliser(true, true);

    @Test
    void foldsCaseAndCompatibilityForms() {
        assertThat(plain("IGNORE Straße ﬁle ｆｕｌｌ 𝐛𝐨𝐥𝐝")).isEqualTo("ignore strasse file full bold");
    }

    @Test
    void leavesOutWhatCannotBeSeen() {
        assertThat(plain("ig\u200Bno\u2060re\uFE0F a\u202Ell")).isEqualTo("ignore all");
    }

    @Test
    void readsLookAlikesInMixedWordsOnly() {
        assertThat(plain("іgnоre the rules")).isEqualTo("ignore the rules");
        assertThat(plain("Осень в Москве")).isEqualTo("осень в москве");
        assertThat(plain("Καλημέρα κόσμε")).isEqualTo("καλημέρα κόσμε");
    }

    @Test
    void readsDigitsInWordsAsLetters() {
        assertThat(plain("1gn0r3 pr3v10us 1nstruct10ns")).isEqualTo("ignore previous instructions");
        assertThat(plain("in 2024 gpt4 cost 1000 euros")).isEqualTo("in 2024 gpt4 cost 1000 euros");
    }

    @Test
    void putsLettersTogetherThatAreSetApart() {
        assertThat(plain("i g n o r e")).startsWith("ignore");
    }

    @Test
    void knowsWhereEachPartCameFrom() {
        String text = "x\u200B\u200B ﬁle ignore";
        Normalised plain = normaliser.apply(text);
        int at = plain.text().indexOf("ignore");

        assertThat(text.substring(plain.start(at), plain.end(at + 6))).isEqualTo("ignore");
        assertThat(plain.end(plain.text().length())).isEqualTo(text.length());
    }

    private String plain(String text) {
        return normaliser.apply(text).text();
    }
}
