package dev.alize.ingress.exchange;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import dev.alize.schemas.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The topics, in memory: what is written stays open until the test answers it. */
public final class FakeExchange implements Exchange {
    public final List<CompletionRequest> requests = new CopyOnWriteArrayList<>();
    public final List<Cancellation> cancellations = new CopyOnWriteArrayList<>();
    private final Map<Identity, CompletionResponse> answered = new ConcurrentHashMap<>();
    private final Map<Identity, CompletionRequest> open = new ConcurrentHashMap<>();
    private final Waits waits;
    public volatile @Nullable Consumer<CompletionRequest> gateway;
    public volatile Delivery.@Nullable Reason failure;
    public volatile boolean building;
    public volatile boolean refusesCancels;
    /** Before it completes nothing is looked up, and nothing at all where it fails. */
    public volatile CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    /** Whether Kafka's word of what is written is held back, in {@link #held}. */
    public volatile boolean silent;

    public final List<Consumer<Delivery>> held = new CopyOnWriteArrayList<>();

    public FakeExchange(Waits waits) {
        this.waits = waits;
    }

    @Override
    public void write(CompletionRequest request, @Nullable String topic, Consumer<Delivery> ended) {
        Delivery.Reason reason = failure;
        if (reason != null) {
            ended.accept(new Delivery.Failed(reason));
            return;
        }
        requests.add(request);
        if (silent) {
            held.add(ended);
            return;
        }
        open.put(identity(request), request);
        ended.accept(new Delivery.Written(new Place("llm.requests", 0, requests.size() - 1)));
        Consumer<CompletionRequest> serving = gateway;
        if (serving != null) {
            serving.accept(request);
        }
    }

    @Override
    public void cancel(
            Cancellation cancellation,
            @Nullable String topic,
            String key,
            @Nullable Integer partition,
            Consumer<Delivery> ended) {
        cancellations.add(cancellation);
        if (refusesCancels) {
            ended.accept(new Delivery.Failed(Delivery.Reason.REFUSED));
            return;
        }
        ended.accept(new Delivery.Written(new Place("llm.cancels", 0, cancellations.size() - 1)));
    }

    @Override
    public Found find(Identity identity) {
        if (answered.containsKey(identity)) {
            return new Found.Answered(new Place("llm.responses", 0, 0));
        }
        if (open.containsKey(identity)) {
            return new Found.Open(new Place("llm.requests", 0, 0));
        }
        return building ? new Found.Building() : new Found.Unknown();
    }

    @Override
    public CompletionStage<Optional<CompletionResponse>> response(Place place, Identity identity) {
        return reading.thenApply(unused -> Optional.ofNullable(answered.get(identity)));
    }

    @Override
    public CompletionStage<Optional<CompletionRequest>> request(Place place, Identity identity) {
        return reading.thenApply(unused -> Optional.ofNullable(open.get(identity)));
    }

    /** Written by another instance. */
    public void opened(CompletionRequest request) {
        open.put(identity(request), request);
    }

    /** Not on the topic any more. */
    public void forgotten(CompletionRequest request) {
        open.remove(identity(request));
    }

    /** As the tail of responses does. */
    public void answer(CompletionResponse response) {
        Identity identity = new Identity(response.getTenant(), response.getRequestId());
        answered.put(identity, response);
        Wait wait = waits.answered(identity);
        if (wait != null) {
            Handover handover = new Handover();
            wait.waiters().forEach(waiter -> handover.answer(waiter, response));
            handover.deliver();
        }
    }

    /** As the tail of chunks does. */
    public void publish(CompletionChunk chunk) {
        Wait wait = waits.find(new Identity(chunk.getTenant(), chunk.getRequestId()));
        if (wait != null) {
            Handover handover = new Handover();
            wait.waiters().stream().filter(Waiter::wantsChunks).forEach(waiter -> handover.chunk(waiter, chunk));
            handover.deliver();
        }
    }

    public static Identity identity(CompletionRequest request) {
        return new Identity(request.getTenant(), request.getRequestId());
    }

    public static CompletionResponse completed(CompletionRequest request, String text) {
        CompletionResponse response = response(request, Status.COMPLETED);
        Message message = message("assistant", text);
        response.setChoices(new ArrayList<>(List.of(new Choice(0L, message, "stop", Map.of()))));
        response.setUsage(new Usage(3L, 4L, 7L, null, Map.of()));
        response.setModel("mistral-small-latest");
        response.setCompletionId("cmpl-1");
        response.setCreated(1_800_000_000L);
        return response;
    }

    public static CompletionResponse failed(CompletionRequest request, Status status, String kind, String blame) {
        CompletionResponse response = response(request, status);
        response.setError(new ResponseError(kind, blame, null, "it went wrong", false, null));
        return response;
    }

    private static CompletionResponse response(CompletionRequest request, Status status) {
        return CompletionResponse.newBuilder()
                .setRequestId(request.getRequestId())
                .setTenant(request.getTenant())
                .setStatus(status)
                .setAttempts(1)
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .setMetadata(request.getMetadata())
                .build();
    }

    public static CompletionChunk chunk(
            CompletionRequest request, int attempt, int sequence, boolean last, String... texts) {
        List<Delta> deltas = new ArrayList<>();
        for (String text : texts) {
            boolean ends = last && deltas.size() == texts.length - 1;
            deltas.add(new Delta(
                    0L, message(sequence == 0 && deltas.isEmpty() ? "assistant" : "", text), ends ? "stop" : null));
        }
        return new CompletionChunk(
                request.getRequestId(), request.getTenant(), 0, attempt, sequence, deltas, last, null);
    }

    private static Message message(String role, String text) {
        Message message = new Message();
        message.setRole(role);
        message.setContent(text);
        message.setExtra(Map.of());
        return message;
    }
}
