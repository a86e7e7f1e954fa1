package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Pass;
import dev.alize.domain.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private final Desk desk = new Desk("a", "b");

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            desk.time.pass(Duration.ofSeconds(1));
            desk.router.listen();
        }
    }

    private List<Pass> usualThenOpen(long usualMs) {
        for (int i = 0; i < 10; i++) {
            desk.end(desk.begin("a"), Desk.success(usualMs));
        }
        List<Pass> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(desk.begin("a"));
        }
        return open;
    }

    @Test
    void isSaidOnceWhereOpenCallsGetNoAnswerAndOnceWhenTheyDo() {
        List<Pass> open = usualThenOpen(300);

        pass(19);
        assertThat(desk.events).isEmpty();
        pass(40);
        assertThat(desk.events).containsExactly("silence a begun");

        desk.end(open.getFirst(), Desk.failure(FailureKind.TIMEOUT));
        pass(2);
        assertThat(desk.events).hasSize(1);
        desk.end(desk.begin("a"), Desk.success(300));
        pass(10);
        assertThat(desk.events).containsExactly("silence a begun", "silence a over");
    }

    @Test
    void anErrorIsAnAnswerToo() {
        usualThenOpen(300);
        for (int i = 0; i < 4; i++) {
            pass(15);
            desk.fail("a", FailureKind.PROVIDER_UNAVAILABLE);
        }

        assertThat(desk.events).isEmpty();
    }

    @Test
    void aStreamThatFlowsIsNoSilence() {
        List<Pass> open = usualThenOpen(300);
        for (int i = 0; i < 12; i++) {
            pass(10);
            open.getFirst().heard();
        }

        assertThat(desk.events).isEmpty();
    }

    @Test
    void callsThatUsuallyTakeLongAreWaitedFor() {
        usualThenOpen(9_000);
        pass(44);
        assertThat(desk.events).isEmpty();
        pass(2);
        assertThat(desk.events).containsExactly("silence a begun");
    }

    @Test
    void oneLongCallLatelyIsReasonToWait() {
        desk.end(desk.begin("a"), Desk.success(30_000));
        usualThenOpen(300);
        pass(35);
        assertThat(desk.events).isEmpty();
    }

    @Test
    void fewCallsMayJustBeLong() {
        usualThenOpen(300).getFirst().cancelled();
        pass(120);

        assertThat(desk.events).isEmpty();
    }

    @Test
    void beforeTheFirstAnswerHalfOfTheTimeoutIsWaited() {
        for (int i = 0; i < 3; i++) {
            desk.begin("a");
        }
        pass(29);
        assertThat(desk.events).isEmpty();
        pass(2);
        assertThat(desk.events).containsExactly("silence a begun");
    }

    @Test
    void isOverWhenNobodyHasWaitedForAMinute() {
        List<Pass> open = usualThenOpen(300);
        pass(60);
        open.forEach(Pass::cancelled);
        pass(59);
        assertThat(desk.events).hasSize(1);
        pass(2);
        assertThat(desk.events).containsExactly("silence a begun", "silence a over");
    }

    @Test
    void isOverWhereTheTargetIsNotConfiguredAnyMore() {
        usualThenOpen(300);
        pass(30);
        desk.router.follow(Desk.rules(Strategy.FALLBACK, Desk.targets("b")));

        assertThat(desk.events).containsExactly("silence a begun", "silence a over");
    }
}
