package dev.alize.topology.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.topology.clients.StreamThreads.Pulse;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamThreadsTest {
    private final AtomicLong clock = new AtomicLong(1_000);
    private final StreamThreads threads = new StreamThreads(clock::get);

    @Test
    void tellsForEachThreadWhenItPolledAndCommittedAndHowLongItsTransactionIsOpen() {
        var first = threads.consumer("app-StreamThread-1-consumer");
        var second = threads.consumer("app-StreamThread-2-consumer");
        var producer = threads.producer("app-StreamThread-1-producer");
        clock.addAndGet(10);
        first.polled();
        producer.begun();
        clock.addAndGet(5);
        assertThat(threads.pulses())
                .containsExactlyInAnyOrder(
                        new Pulse("app-StreamThread-1", 5, 15, 5), new Pulse("app-StreamThread-2", 15, 0, 0));
        producer.committed();
        second.polled();
        clock.addAndGet(1);
        assertThat(threads.pulses())
                .containsExactlyInAnyOrder(
                        new Pulse("app-StreamThread-1", 6, 1, 0), new Pulse("app-StreamThread-2", 1, 0, 0));
    }

    @Test
    void anAbortedTransactionIsOpenNoMoreAndADeadThreadIsForgotten() {
        var consumer = threads.consumer("t-consumer");
        var producer = threads.producer("t-producer");
        producer.begun();
        clock.addAndGet(7);
        producer.aborted();
        assertThat(threads.pulses()).containsExactly(new Pulse("t", 7, 7, 0));
        producer.closed();
        consumer.closed();
        assertThat(threads.pulses()).isEmpty();
    }
}
