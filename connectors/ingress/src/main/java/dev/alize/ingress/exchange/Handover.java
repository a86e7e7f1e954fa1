package dev.alize.ingress.exchange;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be told, handed to each waiter's thread in one go. Confined to the thread that tells. */
public final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final Map<Waiter, List<CompletionChunk>> chunks = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();

    private record Message(Waiter waiter, Consumer<Waiter> text) {}

    public void answer(Waiter waiter, CompletionResponse response) {
        tell(waiter, told -> told.answered(response));
    }

    public void chunk(Waiter waiter, CompletionChunk chunk) {
        chunks.computeIfAbsent(waiter, unseen -> new ArrayList<>()).add(chunk);
    }

    /** Anything else; after the chunks. @param text runs on the waiter's thread */
    public void tell(Waiter waiter, Consumer<Waiter> text) {
        messages.add(new Message(waiter, text));
    }

    /** Hands all of it over. */
    public void deliver() {
        Map<Executor, List<Message>> homes = new LinkedHashMap<>();
        chunks.forEach((waiter, arrived) -> add(homes, new Message(waiter, told -> told.arrived(arrived))));
        messages.forEach(message -> add(homes, message));
        homes.forEach((home, all) -> home.execute(() -> all.forEach(Handover::say)));
        chunks.clear();
        messages.clear();
    }

    private static void add(Map<Executor, List<Message>> homes, Message message) {
        homes.computeIfAbsent(message.waiter().home(), unseen -> new ArrayList<>())
                .add(message);
    }

    /** What one waiter fails at ends its own waiting; those behind it are told all the same. */
    private static void say(Message message) {
        try {
            message.text().accept(message.waiter());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Somebody who waits cannot be told");
            giveUp(message.waiter());
        }
    }

    private static void giveUp(Waiter waiter) {
        try {
            waiter.failed(Delivery.Reason.UNTOLD);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Somebody who waits cannot be told of a failure");
        }
    }
}
