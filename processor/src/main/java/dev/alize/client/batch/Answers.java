package dev.alize.client.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.schemas.batch.ResultLine;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The open requests of a run and the file their answers go to: each request gets one line, whatever is sent or received
 * twice. Not thread-safe.
 */
final class Answers {
    private final InputFile input;
    private final RequestIndex index;
    private final OutputFile output;
    private final Tally tally;
    /** The custom ids of requests that were sent by this process and are not answered. */
    private final Map<RequestId, String> inFlight = new HashMap<>();

    Answers(InputFile input, RequestIndex index, OutputFile output, Tally tally) {
        this.input = input;
        this.index = index;
        this.output = output;
        this.tally = tally;
    }

    InputFile input() {
        return input;
    }

    boolean isOpen(RequestId id) {
        return index.isOpen(id);
    }

    void sent(RequestId id, String customId) {
        inFlight.put(id, customId);
    }

    /** Forgets that a request was sent; it stays open. */
    void notSent(RequestId id) {
        inFlight.remove(id);
    }

    int inFlight() {
        return inFlight.size();
    }

    /** The answer from the gateway. One that was sent by an interrupted run, or is not of this run, is fine. */
    void receive(RequestId id, CompletionResponse response) throws IOException {
        if (index.isOpen(id)) {
            write(id, ResultLine.of(customId(id), response), response.getStatus());
        }
    }

    /** The answer of this process to a request that cannot be asked. */
    void refuse(RequestId id, int statusCode, String code, String message) throws IOException {
        if (index.isOpen(id)) {
            write(id, ResultLine.unsent(customId(id), id.hex(), statusCode, code, message), Status.FAILED);
        }
    }

    private String customId(RequestId id) {
        String sent = inFlight.get(id);
        return sent != null ? sent : input.customIdAt(index.offset(id));
    }

    private void write(RequestId id, ObjectNode line, Status status) throws IOException {
        output.append(line);
        index.answer(id);
        inFlight.remove(id);
        tally.add(status);
    }

    void flush() throws IOException {
        output.flush();
    }

    Progress progress() {
        return new Progress(index.size(), tally.total(), tally.total() - tally.of(Status.COMPLETED), inFlight.size());
    }

    /** @param undelivered how many open requests could not be handed to Kafka */
    Summary summary(int undelivered, double seconds) {
        return Summary.of(index.size(), tally, undelivered, seconds);
    }
}
