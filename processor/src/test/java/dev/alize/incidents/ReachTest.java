package dev.alize.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.PageStatus;
import dev.alize.diagnosis.PageStatus.State;
import dev.alize.incidents.Reach.Sights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReachTest {
    private static final Sights ALONE = new Sights(false, false, false, false);

    private static Reach of(Cause cause, Sights sights, PageStatus page) {
        return Reach.of(cause, "mistral", sights).with(cause, page);
    }

    @ParameterizedTest
    @CsvSource({
        "KEY, TROUBLE, just_me",
        "QUOTA, TROUBLE, just_me",
        "SERVER, UP, everyone",
        "CAPACITY, UNKNOWN, everyone",
        "NETWORK, NONE, unknown",
        "NETWORK, UP, just_me",
        "NETWORK, TROUBLE, everyone",
        "TIMEOUT, UNKNOWN, unknown",
        "SLOW, TROUBLE, everyone",
        "SLOW, UP, just_me"
    })
    void asksThePageWhereTheFailureDoesNotTell(Cause cause, State state, String answer) {
        assertThat(of(cause, ALONE, new PageStatus(state, "words")).code()).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, false, false, everyone",
        "false, true, false, false, everyone",
        "false, false, true, false, just_me",
        "false, false, false, true, just_me"
    })
    void comparesWithOthers(boolean same, boolean others, boolean othersFail, boolean differ, String answer) {
        assertThat(of(Cause.TIMEOUT, new Sights(same, others, othersFail, differ), PageStatus.NONE)
                        .code())
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyAnswerHasAReason(Cause cause) {
        assertThat(of(cause, ALONE, PageStatus.unknown("it is no JSON")).because())
                .endsWith(".")
                .isNotBlank();
    }
}
