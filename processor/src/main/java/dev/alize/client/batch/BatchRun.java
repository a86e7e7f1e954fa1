package dev.alize.client.batch;

import dev.alize.client.Exchange;
import dev.alize.client.Exchange.Undelivered;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.batch.BatchLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The loop of a run: reads what is already answered, then sends and receives with a bounded number in flight. Confined
 * to one thread.
 */
final class BatchRun {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    /**
     * @param maxInFlight most requests sent and not answered
     * @param stop whether the user wants to stop
     * @param clock for the summary and the hint that nobody answers
     */
    record Steering(int maxInFlight, BooleanSupplier stop, InstantSource clock) {}

    private final RunFile run;
    private final Answers answers;
    private final Exchange exchange;
    private final BatchListener listener;
    /** Open requests that Kafka did not take; the next run sends them again. */
    private final Set<RequestId> undelivered = new HashSet<>();

    BatchRun(RunFile run, Answers answers, Exchange exchange, BatchListener listener) {
        this.run = run;
        this.answers = answers;
        this.exchange = exchange;
        this.listener = listener;
    }

    Summary run(Steering steering, boolean resumed) throws IOException {
        Instant start = steering.clock().instant();
        while (resumed && !exchange.caughtUp() && !steering.stop().getAsBoolean()) {
            receive();
        }
        try (InputFile.Cursor lines = answers.input().requests()) {
            exchangeAll(lines, steering);
        }
        Duration took = Duration.between(start, steering.clock().instant());
        return answers.summary(undelivered.size(), took.toMillis() / 1000.0);
    }

    private void exchangeAll(InputFile.Cursor lines, Steering steering) throws IOException {
        SilenceWatch watch = new SilenceWatch(steering.clock(), SILENCE);
        boolean more = true;
        while ((more || answers.inFlight() > 0) && !steering.stop().getAsBoolean()) {
            while (more && answers.inFlight() < steering.maxInFlight()) {
                more = undelivered.isEmpty() && sendNext(lines);
                takeUndelivered();
            }
            receive();
            takeUndelivered();
            if (watch.silent(answers.progress())) {
                listener.note("No answer for " + SILENCE.toSeconds()
                        + " s. Is a gateway running on these topics (alize run)? Still waiting.");
            }
        }
    }

    /** False at the end of the file. */
    private boolean sendNext(InputFile.Cursor lines) throws IOException {
        Optional<BatchLine> line = lines.next();
        if (line.isPresent()) {
            RequestId id = RequestId.of(run.runId(), line.get().customId());
            if (answers.isOpen(id)) {
                send(id, line.get());
            }
        }
        return line.isPresent();
    }

    private void send(RequestId id, BatchLine line) throws IOException {
        switch (line) {
            case BatchLine.Completion completion -> {
                answers.sent(id, completion.customId());
                exchange.send(completion.named(id.hex(), run.tenant()));
            }
            case BatchLine.Unserved unserved -> answers.refuse(id, NOT_FOUND, unserved.code(), unserved.message());
        }
    }

    private void takeUndelivered() throws IOException {
        for (Undelivered failure : exchange.undelivered()) {
            RequestId id = RequestId.parse(failure.requestId()).orElseThrow();
            if (failure.forGood()) {
                answers.refuse(id, TOO_LARGE, "undeliverable", failure.reason());
            } else if (answers.isOpen(id)) {
                answers.notSent(id);
                noteFirst(failure.reason());
                undelivered.add(id);
            }
        }
    }

    private void noteFirst(String reason) {
        if (undelivered.isEmpty()) {
            listener.note("Kafka did not take a request (" + reason
                    + "). Nothing more is sent; run the same command again to go on.");
        }
    }

    private void receive() throws IOException {
        try {
            exchange.poll(
                    LOOK, key -> RequestId.parse(key).filter(answers::isOpen).isPresent(), this::receive);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        answers.flush();
        listener.progress(answers.progress());
    }

    private void receive(CompletionResponse response) {
        if (!response.getTenant().equals(run.tenant()) || response.getRedrive() != 0) {
            return;
        }
        try {
            RequestId id = RequestId.parse(response.getRequestId()).orElseThrow();
            answers.receive(id, response);
            undelivered.remove(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
