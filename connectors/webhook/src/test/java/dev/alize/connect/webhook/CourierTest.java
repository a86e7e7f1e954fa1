package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CourierTest {
    private final Settings settings = Settings.of(SettingsTest.good(
            Settings.MAX_OPEN, "4",
            Settings.MAX_OPEN_HOST, "2",
            Settings.BACKOFF, "1000",
            Settings.RETRY_TIMEOUT, "10000"));
    private final ManualLoop loop = new ManualLoop();
    private final Map<Delivery, Consumer<Attempted>> open = new LinkedHashMap<>();
    private final List<Long> delivered = new ArrayList<>();
    private final Map<Long, String> refused = new LinkedHashMap<>();
    private final Courier courier = new Courier(settings, open::put, loop, () -> 0.999, new Courier.Outcomes() {
        @Override
        public void delivered(Delivery delivery) {
            delivered.add(delivery.offset());
        }

        @Override
        public void refused(Delivery delivery, RefusedException why) {
            refused.put(delivery.offset(), why.getMessage());
        }
    });

    /** Time passes where the test says so. */
    private static final class ManualLoop implements Loop {
        private record Later(long at, Runnable work) {}

        private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::at));
        private long now = 1_000;

        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public void after(Duration wait, Runnable work) {
            later.add(new Later(now + wait.toNanos(), work));
        }

        @Override
        public long nanoTime() {
            return now;
        }

        void pass(Duration time) {
            long end = now + time.toNanos();
            while (!later.isEmpty() && later.peek().at() <= end) {
                now = later.peek().at();
                later.remove().work().run();
            }
            now = end;
        }
    }

    private void accept(String host, long... offsets) {
        for (long offset : offsets) {
            courier.accept(Deliveries.to(host, offset));
        }
    }

    private List<Long> inFlight() {
        return open.keySet().stream().map(Delivery::offset).toList();
    }

    private void answer(long offset, Attempted attempted) {
        Delivery delivery = open.keySet().stream()
                .filter(one -> one.offset() == offset)
                .findFirst()
                .orElseThrow();
        Objects.requireNonNull(open.remove(delivery)).accept(attempted);
    }

    private static Attempted failed() {
        return new Attempted.Failed("got status 503", Duration.ZERO);
    }

    @Test
    void oneHostKeepsOnlyItsShareOfTheCalls() {
        accept("slow", 1, 2, 3, 4, 5);
        accept("quick", 6, 7, 8);
        assertThat(inFlight()).containsExactly(1L, 2L, 6L, 7L);
        answer(6, new Attempted.Delivered());
        answer(7, new Attempted.Delivered());
        assertThat(inFlight()).containsExactly(1L, 2L, 8L);
        answer(8, new Attempted.Delivered());
        assertThat(delivered).containsExactly(6L, 7L, 8L);
        assertThat(inFlight()).containsExactly(1L, 2L);
    }

    @Test
    void hostsTakeTurnsForTheLastPlaces() {
        accept("a", 1, 2, 3);
        accept("b", 4, 5, 6);
        accept("c", 7);
        assertThat(inFlight()).containsExactly(1L, 2L, 4L, 5L);
        answer(1, new Attempted.Delivered());
        assertThat(inFlight()).contains(7L);
    }

    @Test
    void aFailedOneIsTriedAgainAfterAWait() {
        accept("a", 1);
        answer(1, failed());
        assertThat(inFlight()).isEmpty();
        loop.pass(Duration.ofMillis(900));
        assertThat(inFlight()).isEmpty();
        loop.pass(Duration.ofMillis(100));
        assertThat(inFlight()).containsExactly(1L);
        answer(1, new Attempted.Delivered());
        assertThat(delivered).containsExactly(1L);
    }

    @Test
    void aHostThatFailsGetsOneCallAtATimeUntilItAnswers() {
        accept("a", 1, 2, 3, 4);
        answer(1, failed());
        answer(2, failed());
        assertThat(inFlight()).containsExactly(3L);
        answer(3, new Attempted.Delivered());
        assertThat(inFlight()).containsExactly(4L);
        loop.pass(Duration.ofSeconds(2));
        assertThat(inFlight()).hasSize(2);
    }

    @Test
    void whenTheBudgetIsSpentItIsGivenUp() {
        accept("a", 1);
        int attempts = 0;
        while (refused.isEmpty()) {
            attempts++;
            answer(1, failed());
            loop.pass(Duration.ofSeconds(5));
        }
        assertThat(refused.get(1L)).isEqualTo("Event evt_1 to a:80, attempt " + attempts + ": got status 503");
        assertThat(attempts).isBetween(3, 5);
    }

    @Test
    void whatWaitsBehindADeadHostIsGivenUpToo() {
        accept("dead", 1, 2, 3);
        loop.pass(Duration.ofSeconds(16));
        answer(1, failed());
        answer(2, failed());
        assertThat(refused).containsOnlyKeys(1L, 2L, 3L);
        assertThat(refused.get(3L)).contains("it waited behind others");
    }

    @Test
    void aWaitBeyondAllBudgetsIsGivenUpAndTheOthersGoOn() {
        accept("a", 1, 2, 3, 4);
        answer(1, new Attempted.Failed("got status 503", Duration.ofDays(366 * 291)));
        loop.pass(Duration.ofSeconds(2));
        answer(2, new Attempted.Failed("got status 503", Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(refused).containsOnlyKeys(1L, 2L);
        assertThat(refused.get(1L)).endsWith("got status 503");
        assertThat(inFlight()).containsExactly(3L);
        answer(3, new Attempted.Delivered());
        assertThat(inFlight()).containsExactly(4L);
        assertThat(delivered).containsExactly(3L);
    }

    @Test
    void aRefusalIsFinal() {
        accept("a", 1);
        answer(1, new Attempted.Refused("got status 410"));
        assertThat(refused).containsEntry(1L, "Event evt_1 to a:80, attempt 1: got status 410");
    }

    @Test
    void whatIsDroppedIsNotTold() {
        Delivery waiting = Deliveries.to("a", 3);
        accept("a", 1, 2);
        courier.accept(waiting);
        waiting.drop();
        open.keySet().forEach(Delivery::drop);
        answer(1, new Attempted.Delivered());
        answer(2, failed());
        loop.pass(Duration.ofMinutes(1));
        assertThat(delivered).isEmpty();
        assertThat(refused).isEmpty();
        assertThat(inFlight()).isEmpty();
    }
}
