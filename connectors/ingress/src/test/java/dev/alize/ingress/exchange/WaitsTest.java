package dev.alize.ingress.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.ingress.exchange.Waits.Joining;
import dev.alize.ingress.exchange.Waits.Leaving;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.List;
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
        public void unwritten(Delivery.Reason reason) {}

        @Override
        public void arrived(List<CompletionChunk> chunks) {}
    }

    private final Waiter one = new Somebody("one");
    private final Waiter two = new Somebody("two");

    @Test
    void letsTheSameBodyJoinAndRefusesAnother() {
        assertThat(waits.join(ID, "a", false, one)).isEqualTo(Joining.FIRST);
        assertThat(waits.join(ID, "a", false, two)).isEqualTo(Joining.JOINED);
        assertThat(waits.join(ID, "b", false, new Somebody("three"))).isEqualTo(Joining.CONFLICT);
        assertThat(waits.size()).isEqualTo(2);
    }

    @Test
    void isAbandonedOnlyOnceTheLastLeaves() {
        waits.join(ID, "a", false, one);
        waits.join(ID, "a", false, two);
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
        waits.join(ID, "a", false, one);
        waits.keep(ID);
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
    void takesNoMoreThanItMay() {
        for (int i = 0; i < 3; i++) {
            assertThat(waits.join(new Identity("acme", "r" + i), "a", false, new Somebody("w" + i)))
                    .isEqualTo(Joining.FIRST);
        }
        assertThat(waits.join(ID, "a", false, two)).isEqualTo(Joining.FULL);
        assertThat(waits.size()).isEqualTo(3);
    }
}
