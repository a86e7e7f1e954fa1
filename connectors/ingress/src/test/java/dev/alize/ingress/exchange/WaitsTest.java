package dev.alize.ingress.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.ingress.exchange.Waits.Joining;
import dev.alize.ingress.exchange.Waits.Leaving;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Identity ID = new Identity("acme", "r1");

    private final Waits waits = new Waits(3);

    private record Somebody(String name) implements Waiter {
        @Override
        public Executor home() {
            return Runnable::run;
        }

        @Override
        public boolean wantsChunks() {
            return false;
        }

        @Override
        public void answered(CompletionResponse response) {}

        @Override
        public void found(CompletionResponse response) {}

        @Override
        public boolean wantsOpened() {
            return true;
        }

        @Override
        public void opened(String body) {}

        @Override
        public void failed(Delivery.Reason reason) {}

        @Override
        public void arrived(List<CompletionChunk> chunks) {}
    }

    private final Waiter one = new Somebody("one");
    private final Waiter two = new Somebody("two");

    @Test
    void letsTheSameBodyJoinAndRefusesAnotherOnceOneIsOnItsTopic() {
        assertThat(waits.join(ID, "a", false, one)).isEqualTo(Joining.FIRST);
        assertThat(waits.join(ID, "b", false, two)).isEqualTo(Joining.JOINED);
        assertThat(waits.opened(found(), "b")).containsExactly(one, two);
        Waiter three = new Somebody("three");
        assertThat(waits.join(ID, "a", false, three)).isEqualTo(Joining.CONFLICT);
        assertThat(waits.join(ID, "b", false, three)).isEqualTo(Joining.OPEN);
        assertThat(waits.size()).isEqualTo(3);
    }

    private Wait found() {
        return Objects.requireNonNull(waits.find(ID));
    }

    @Test
    void letsEverybodyGoOfWhatFailedAndTheNextOneBegins() {
        waits.join(ID, "a", true, one);
        waits.join(ID, "a", true, two);
        Wait failed = found();
        assertThat(waits.failed(failed)).containsExactly(one, two);
        assertThat(waits.size()).isZero();
        Waiter three = new Somebody("three");
        assertThat(waits.join(ID, "b", true, three)).isEqualTo(Joining.FIRST);
        assertThat(waits.leave(ID, one)).isEqualTo(Leaving.ABSENT);
        assertThat(waits.failed(failed)).isEmpty();
        assertThat(waits.opened(failed, "a")).isEmpty();
        assertThat(found().waiters()).containsExactly(three);
    }

    @Test
    void isAbandonedOnlyOnceTheLastLeaves() {
        waits.join(ID, "a", false, one);
        waits.join(ID, "a", false, two);
        waits.opened(found(), "a");
        assertThat(waits.leave(ID, one)).isEqualTo(Leaving.GOES_ON);
        assertThat(waits.leave(ID, two)).isEqualTo(Leaving.ABANDONED);
        assertThat(waits.leave(ID, two)).isEqualTo(Leaving.ABSENT);
        assertThat(waits.size()).isZero();
        assertThat(waits.find(ID)).isNull();
    }

    @Test
    void goesOnWithoutAnybodyWhereItIsKept() {
        waits.join(ID, "a", true, one);
        assertThat(waits.leave(ID, one)).isEqualTo(Leaving.GOES_ON);
    }

    @Test
    void isWrittenByTheFirstWhoAsksNotByThoseWhoLook() {
        assertThat(waits.join(ID, null, false, one)).isEqualTo(Joining.JOINED);
        assertThat(waits.join(ID, "a", false, two)).isEqualTo(Joining.FIRST);
        assertThat(waits.leave(ID, two)).isEqualTo(Leaving.GOES_ON);
    }

    @Test
    void isNotAbandonedOnceItIsAnswered() {
        waits.join(ID, "a", false, one);
        assertThat(waits.answered(ID)).isNotNull();
        assertThat(waits.join(ID, "a", false, two)).isEqualTo(Joining.ANSWERED);
        assertThat(waits.leave(ID, one)).isEqualTo(Leaving.GOES_ON);
        assertThat(waits.answered(ID)).isNull();
    }

    @Test
    void tellsNobodyOfAFailureOnceItIsAnswered() {
        waits.join(ID, "a", true, one);
        Wait wait = found();
        waits.answered(ID);
        assertThat(waits.failed(wait)).isEmpty();
        assertThat(waits.find(ID)).isSameAs(wait);
        assertThat(waits.leave(ID, one)).isEqualTo(Leaving.GOES_ON);
    }

    @Test
    void answersOnlyThoseOfTheRequestThatWasLookedUp() {
        waits.join(ID, "a", true, one);
        Wait left = found();
        waits.failed(left);
        assertThat(waits.join(ID, "a", true, two)).isEqualTo(Joining.FIRST);
        assertThat(waits.answered(left)).isEmpty();
        assertThat(waits.failed(found())).containsExactly(two);
    }

    @Test
    void isKnownWhileItIsWrittenThoughNobodyWaits() {
        waits.join(ID, "b", true, one);
        Wait written = found();
        waits.leave(ID, one);
        assertThat(waits.join(ID, "a", true, two)).isEqualTo(Joining.JOINED);
        assertThat(waits.opened(written, "b")).containsExactly(two);
        waits.leave(ID, two);
        assertThat(waits.find(ID)).isNull();
    }

    @Test
    void isForgottenOnceItIsWrittenOrFailedOrAnsweredAndNobodyWaits() {
        for (int how = 0; how < 5; how++) {
            assertThat(waits.join(ID, "a", true, one)).isEqualTo(Joining.FIRST);
            Wait wait = found();
            assertThat(waits.forget(wait)).isFalse();
            waits.leave(ID, one);
            assertThat(waits.find(ID)).isSameAs(wait);
            assertThat(waits.size()).isZero();
            switch (how) {
                case 0 -> assertThat(waits.opened(wait, "a")).isEmpty();
                case 1 -> assertThat(waits.failed(wait)).isEmpty();
                case 2 -> assertThat(waits.answered(wait)).isEmpty();
                case 3 -> assertThat(waits.answered(ID)).isNull();
                default -> assertThat(waits.forget(wait)).isTrue();
            }
            assertThat(waits.find(ID)).isNull();
            assertThat(waits.forget(wait)).isTrue();
        }
    }

    @Test
    void takesNoMoreThanItMay() {
        for (int i = 0; i < 3; i++) {
            assertThat(waits.join(new Identity("acme", "r" + i), "a", false, new Somebody("w" + i)))
                    .isEqualTo(Joining.FIRST);
        }
        assertThat(waits.join(ID, "a", false, two)).isEqualTo(Joining.FULL);
        assertThat(waits.size()).isEqualTo(3);
    }
}
