package dev.alize.policies.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.Finding;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.policies.Policy;
import dev.alize.policies.Texts;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanguageValidatorTest {
    private static final String GERMAN = "Kannst du mir bitte erklären, wie das Wetter morgen in Hamburg wird?";
    private static final String ENGLISH = "Can you please explain to me what the weather will be like tomorrow?";
    private static final String CODE = "def add(a, b):\n    return [a + b for _ in range(10)]\nprint(add(1, 2))\n";

    private final Policy policy = policy(Action.BLOCK, "en", "fr");

    private static Policy policy(Action action, String... allowed) {
        Conduct conduct = Conduct.of(action, Direction.REQUEST, Direction.RESPONSE);
        return new LanguageValidator(new LanguageValidatorSettings(conduct, List.of(allowed), 0.7, 20));
    }

    @Test
    void blocksAnotherLanguageAndSaysWhich() {
        assertThat(policy.judge(Texts.request(ENGLISH, GERMAN))).isInstanceOfSatisfying(Verdict.Block.class, block -> {
            assertThat(block.reason()).isEqualTo("language_not_allowed");
            assertThat(block.evidence().found()).containsExactly(new Finding("de", 1, 0, GERMAN.length()));
            assertThat(block.evidence().score()).isGreaterThan(0.7);
        });
    }

    @Test
    void letsAllowedLanguagesPass() {
        assertThat(policy.judge(Texts.request(ENGLISH))).isEqualTo(Verdict.Allow.CLEAN);
        assertThat(policy(Action.BLOCK, "de").judge(Texts.request(GERMAN))).isEqualTo(Verdict.Allow.CLEAN);
    }

    @Test
    void flagsWhereItShallNotBlock() {
        assertThat(policy(Action.FLAG, "en").judge(Texts.request(GERMAN))).isInstanceOf(Verdict.Flag.class);
        assertThat(policy(Action.SHADOW, "en").judge(Texts.request(GERMAN))).isInstanceOf(Verdict.Flag.class);
    }

    @Test
    void doesNotJudgeShortTexts() {
        assertThat(policy.judge(Texts.request("Guten Tag"))).isEqualTo(Verdict.Allow.CLEAN);
        assertThat(policy.judge(Texts.request(""))).isEqualTo(Verdict.Allow.CLEAN);
    }

    @Test
    void doesNotTakeCodeForALanguage() {
        assertThat(policy.judge(Texts.request(CODE, ENGLISH + "\n" + CODE))).isEqualTo(Verdict.Allow.CLEAN);
        assertThat(policy.judge(Texts.request(Set.of(Capability.CODE), Texts.passages(Origin.USER, GERMAN))))
                .isEqualTo(Verdict.Allow.CLEAN);
    }

    @Test
    void judgesOnlyWhatTheUserWrote() {
        assertThat(policy.judge(Texts.request(Set.of(), Texts.passages(Origin.SYSTEM, GERMAN))))
                .isEqualTo(Verdict.Allow.CLEAN);
        assertThat(policy.judge(Texts.request(Set.of(), Texts.passages(Origin.TOOL_RESULT, GERMAN))))
                .isEqualTo(Verdict.Allow.CLEAN);
    }

    @Test
    void judgesAnswersToo() {
        assertThat(policy.judge(Texts.answer(GERMAN))).isInstanceOf(Verdict.Block.class);
        assertThat(policy.judge(Texts.answer(ENGLISH))).isEqualTo(Verdict.Allow.CLEAN);
    }

    @Test
    void refusesLanguagesThatNobodyKnows() {
        assertThatThrownBy(() -> policy(Action.BLOCK)).isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(() -> policy(Action.BLOCK, "klingon"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("policy.language-validator.allowed: got 'klingon'");
    }
}
