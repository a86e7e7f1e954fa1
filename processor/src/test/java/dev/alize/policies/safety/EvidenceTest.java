package dev.alize.policies.safety;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvidenceTest {
    @Test
    void numbersAreNoEvidence() {
        assertThat(Evidence.of("pay 12,50 to 3 men")).isEqualTo("pay       to   men");
    }

    @Test
    void aWordSaidAgainAndAgainCountsOnce() {
        assertThat(Evidence.of("ha ha ha oh")).isEqualTo("ha       oh");
    }

    @Test
    void ofARowOfOneLetterAFewAreKept() {
        String row = Evidence.of("n" + "o".repeat(50) + " way");
        assertThat(row).hasSize(55);
        assertThat(row.replace(" ", "")).isEqualTo("nooooway");
    }

    @Test
    void ofARowOfOneEmojiAFewAreKept() {
        String row = Evidence.of("😀".repeat(50));
        assertThat(row).hasSize(100);
        assertThat(row.replace(" ", "").length()).isLessThan(12);
    }

    @Test
    void ordinaryProseStaysAsItIs() {
        String text = "Bonjour, voilà: all is well, isn't it? 😀";
        assertThat(Evidence.of(text)).isSameAs(text);
    }
}
