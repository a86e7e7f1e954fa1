package dev.alize.ingress.http;

import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Handover;
import dev.alize.ingress.exchange.Wait;
import dev.alize.ingress.exchange.Waiter;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done once for all who wait for a request here: it is looked up where its caller gave the id, and written where
 * it is not on its topic. What comes of it is told to everybody who waits then, whether or not the first is still there.
 * Goes from the first one's loop to Kafka's threads, one step after the other. The body lives as long as this does:
 * until Kafka has it.
 */
final class WriteOnce {
    private static final Logger LOG = LoggerFactory.getLogger(WriteOnce.class);

    private final Desk desk;
    private final PendingRequest pending;
    private final CompletionRequest request;
    private final Wait wait;
    /** Of the body, within the process' bound. */
    private long bytes;

    /** @param bytes that were taken for the body, to be given back here */
    WriteOnce(Desk desk, PendingRequest pending, CompletionRequest request, Wait wait, long bytes) {
        this.desk = desk;
        this.pending = pending;
        this.request = request;
        this.wait = wait;
        this.bytes = bytes;
    }

    void run() {
        step(pending.isKeyed() ? this::lookUp : this::write);
    }

    private void lookUp() {
        switch (desk.exchange().find(pending.identity())) {
            case Found.Answered found ->
                read(desk.exchange().response(found.response(), pending.identity()), this::answered);
            case Found.Open found ->
                read(
                        desk.exchange().request(found.request(), pending.identity()),
                        there -> opened(PendingRequest.body(there.getMetadata())));
            case Found.Unknown unknown -> write();
            case Found.Building building -> write();
        }
    }

    private <T> void read(CompletionStage<Optional<T>> reading, Consumer<T> taking) {
        reading.whenComplete((found, failure) -> {
            if (failure != null) {
                failed(Delivery.Reason.UNREADABLE);
            } else {
                step(() -> found.ifPresentOrElse(taking, this::write));
            }
        });
    }

    private void step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("request_id", pending.identity().requestId())
                    .setCause(e)
                    .log("A request cannot be looked up or written");
            failed(Delivery.Reason.REFUSED);
        }
    }

    private void answered(CompletionResponse response) {
        giveBytes();
        tell(desk.waits().answered(wait), waiter -> waiter.found(response));
    }

    private void write() {
        if (desk.waits().forget(wait)) {
            giveBytes();
            return;
        }
        desk.exchange().write(request, pending.tenant().topics().requests(), delivery -> {
            switch (delivery) {
                case Delivery.Written written -> opened(pending.body());
                case Delivery.Failed failure -> failed(failure.reason());
            }
        });
    }

    private void opened(String body) {
        giveBytes();
        List<Waiter> waiters = desk.waits().opened(wait, body);
        tell(waiters.stream().filter(Waiter::wantsOpened).toList(), waiter -> waiter.opened(body));
    }

    private void failed(Delivery.Reason reason) {
        giveBytes();
        tell(desk.waits().failed(wait), waiter -> waiter.failed(reason));
    }

    private void giveBytes() {
        desk.budget().give(bytes);
        bytes = 0;
    }

    private static void tell(List<Waiter> waiters, Consumer<Waiter> text) {
        if (waiters.isEmpty()) {
            return;
        }
        Handover handover = new Handover();
        waiters.forEach(waiter -> handover.tell(waiter, text));
        handover.deliver();
    }
}
