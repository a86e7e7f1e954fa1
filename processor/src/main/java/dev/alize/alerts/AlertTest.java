package dev.alize.alerts;

import dev.alize.config.ReceiverSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Sends a message to each receiver that says it is a test. */
public final class AlertTest {
    private AlertTest() {}

    /**
     * What became of one.
     *
     * @param took from the start of the attempt to its end
     */
    public record Result(ReceiverSettings receiver, Delivery delivery, Duration took) {}

    /** Sends one to each, all at once; returns when all are done, in the order in which they were. */
    public static List<Result> send(List<ReceiverSettings> receivers, Courier courier, Instant now)
            throws InterruptedException {
        BlockingQueue<Result> done = new LinkedBlockingQueue<>();
        long start = System.nanoTime();
        for (ReceiverSettings one : receivers) {
            Letter letter = Letter.test(one.name(), one.audience(), "test/" + one.name() + "/" + now.toEpochMilli());
            courier.carry(
                    letter,
                    delivery -> done.add(new Result(one, delivery, Duration.ofNanos(System.nanoTime() - start))));
        }
        List<Result> results = new ArrayList<>();
        while (results.size() < receivers.size()) {
            results.add(done.take());
        }
        return results;
    }
}
