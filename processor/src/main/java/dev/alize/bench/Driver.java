package dev.alize.bench;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The upstream service's side of a bench: sends requests, and knows what came back. Sending is safe from any
 * thread; the rest is confined to the bench's. */
final class Driver implements AutoCloseable {
    /** Characters of the prompt of a request of 1 KiB. */
    static final int PROMPT = 1024;
    /** Characters of the prompt of a request that only has to be there. */
    static final int TRIVIAL = 16;

    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Messages messages;
    private final Sender sender;
    private final Responses responses = new Responses();
    private final TopicReader reader;
    private final List<Ledger> ledgers = new ArrayList<>();

    Driver(ProcessorConfig.Endpoints endpoints) {
        this(endpoints, new Messages(endpoints.registryUrl()));
    }

    /** @param messages is closed with the driver */
    Driver(ProcessorConfig.Endpoints endpoints, Messages messages) {
        this.messages = messages;
        sender = new Sender(endpoints.bootstrapServers(), Messages.REQUESTS);
        reader = new TopicReader(endpoints.bootstrapServers(), Messages.RESPONSES, responses);
    }

    Messages messages() {
        return messages;
    }

    /** From now on responses of this ledger's run are expected. */
    void expect(Ledger ledger) {
        ledgers.add(ledger);
        responses.expect(ledger);
    }

    void send(Ledger ledger, int number, byte[] request) {
        sender.send(ledger, number, request);
    }

    /** Waits until everything is written to its topic. */
    void flush() {
        sender.flush();
    }

    /**
     * The requests of a ledger, encoded.
     *
     * @param characters of each prompt
     */
    byte[][] prepare(Ledger ledger, int characters) {
        byte[][] requests = new byte[ledger.requests()][];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = messages.request(ledger, i, characters);
        }
        return requests;
    }

    /**
     * Sends the requests of a ledger as fast as Kafka takes them, and waits for all responses.
     *
     * @return when the first request was handed to the producer, as {@link System#nanoTime()}
     */
    long burst(Ledger ledger, byte[][] requests) throws InterruptedException {
        expect(ledger);
        long start = System.nanoTime();
        for (int i = 0; i < requests.length; i++) {
            sender.send(ledger, i, requests[i]);
        }
        sender.flush();
        awaitAll(ledger);
        return start;
    }

    /** Waits until all are answered, or nothing has come for two minutes. */
    void awaitAll(Ledger ledger) throws InterruptedException {
        boolean unused = ledger.awaitAll(SILENCE);
        reader.check();
    }

    /** Reads up to the end of the topic; after the processors have stopped, this is everything. */
    void readToEnd() throws InterruptedException {
        reader.awaitEnd();
    }

    /** Requests of all runs that have no response. */
    int missing() {
        return ledgers.stream().mapToInt(Ledger::missing).sum();
    }

    /** Responses beyond the first of each request of all runs, and responses nobody asked for. */
    int duplicates() {
        return ledgers.stream().mapToInt(Ledger::duplicates).sum() + responses.strays();
    }

    /** The first response to an answered request. */
    CompletionResponse response(Ledger ledger, int request) {
        byte[] value = ledger.value(request);
        if (value == null) {
            throw new IllegalStateException("The response to " + ledger.id(request) + " was not kept");
        }
        return messages.response(value);
    }

    /** Responses of a run that are not of status completed. */
    int failed(Ledger ledger) {
        return ledger.requests() - ledger.missing() - count(ledger, Status.COMPLETED);
    }

    /** Responses of a run that are of this status. */
    int count(Ledger ledger, Status status) {
        int count = 0;
        for (int i = 0; i < ledger.requests(); i++) {
            byte[] value = ledger.value(i);
            if (value != null && messages.response(value).getStatus() == status) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        reader.close();
        sender.close();
        messages.close();
    }
}
