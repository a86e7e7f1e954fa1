package dev.alize.ingress.exchange;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** What one reading brought, handed to each waiter's thread in one go. Confined to the reading thread. */
public final class Handover {
    private final Map<Waiter, List<CompletionChunk>> chunks = new LinkedHashMap<>();
    private final List<Answer> answers = new ArrayList<>();

    private record Answer(Waiter waiter, CompletionResponse response) {}

    public void answer(Waiter waiter, CompletionResponse response) {
        answers.add(new Answer(waiter, response));
    }

    public void chunk(Waiter waiter, CompletionChunk chunk) {
        chunks.computeIfAbsent(waiter, unseen -> new ArrayList<>()).add(chunk);
    }

    /** Hands all of it over. */
    public void deliver() {
        Map<Executor, List<Runnable>> homes = new LinkedHashMap<>();
        chunks.forEach((waiter, arrived) -> add(homes, waiter, () -> waiter.arrived(arrived)));
        answers.forEach(
                answer -> add(homes, answer.waiter(), () -> answer.waiter().answered(answer.response())));
        homes.forEach((home, tasks) -> home.execute(() -> tasks.forEach(Runnable::run)));
        chunks.clear();
        answers.clear();
    }

    private static void add(Map<Executor, List<Runnable>> homes, Waiter waiter, Runnable task) {
        homes.computeIfAbsent(waiter.home(), unseen -> new ArrayList<>()).add(task);
    }
}
