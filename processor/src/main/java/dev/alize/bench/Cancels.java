package dev.alize.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Sends cancels on a schedule, and tells how long each took to be handled. Confined to the bench's thread. */
final class Cancels implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Messages messages;
    private final Sender sender;
    private final CancelLog log;
    private final TopicReader reader;

    /**
     * What came of some cancels.
     *
     * @param times from when each handled one was due to be sent until it was handled, in milliseconds
     * @param found how many requests were found how
     * @param missing cancels that were not handled
     * @param backlog requests without an answer when the last was sent
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outcome(double[] times, Map<String, Integer> found, int missing, int backlog) {
        double at(double percent) {
            return times.length == 0
                    ? Double.NaN
                    : Report.rounded(Percentiles.of(times).at(percent));
        }
    }

    Cancels(ProcessorConfig.Endpoints endpoints, Messages messages) {
        this.messages = messages;
        this.sender = new Sender(endpoints.bootstrapServers(), Messages.CANCELS);
        this.log = new CancelLog(messages);
        this.reader = new TopicReader(endpoints.bootstrapServers(), Messages.AUDIT, log);
    }

    /**
     * Cancels these requests of a ledger, one after the other.
     *
     * @param intervalNanos between two of them
     */
    Outcome send(Ledger ledger, int[] requests, long intervalNanos) throws InterruptedException {
        List<String> ids = Arrays.stream(requests).mapToObj(ledger::id).toList();
        log.expect(ids);
        long start = System.nanoTime();
        for (int i = 0; i < requests.length; i++) {
            OpenLoop.awaitTime(start + i * intervalNanos);
            sender.send(ledger, requests[i], messages.cancellation(ledger, requests[i]));
        }
        int backlog = ledger.missing();
        sender.flush();
        log.awaitAll(PATIENCE);
        reader.check();
        double[] times = IntStream.range(0, requests.length)
                .filter(i -> log.of(ids.get(i)).isPresent())
                .mapToDouble(i -> (log.of(ids.get(i)).orElseThrow().nanos() - start - i * intervalNanos) / 1e6)
                .toArray();
        Map<String, Integer> found = new TreeMap<>();
        ids.forEach(id -> log.of(id).ifPresent(handled -> found.merge(handled.found(), 1, Integer::sum)));
        return new Outcome(times, found, requests.length - times.length, backlog);
    }

    /** How a request was found by its cancel; {@code missing} where that was not handled. */
    String found(Ledger ledger, int request) {
        return log.of(ledger.id(request)).map(CancelLog.Handled::found).orElse("missing");
    }

    @Override
    public void close() {
        reader.close();
        sender.close();
    }
}
