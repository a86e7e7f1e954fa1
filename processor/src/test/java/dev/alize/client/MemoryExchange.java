package dev.alize.client;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** One partition in memory, with a gateway that answers when it is read. */
public final class MemoryExchange implements Exchange {
    /** All that was ever sent, repeats included. */
    public final List<CompletionRequest> sent = new ArrayList<>();
    /** The topic of the responses; survives a run, like a topic. */
    public final List<CompletionResponse> topic = new ArrayList<>();

    private final Function<CompletionRequest, Optional<CompletionResponse>> gateway;
    private final Queue<CompletionRequest> unanswered = new ArrayDeque<>();
    private final Queue<Undelivered> undelivered = new ArrayDeque<>();
    private Predicate<CompletionRequest> delivers = request -> true;
    private String cluster = "cluster-1";
    private int position;
    private int end;
    public int mostUnanswered;

    public MemoryExchange(Function<CompletionRequest, Optional<CompletionResponse>> gateway) {
        this.gateway = gateway;
    }

    public MemoryExchange withCluster(String id) {
        cluster = id;
        return this;
    }

    public MemoryExchange delivering(Predicate<CompletionRequest> accepted) {
        delivers = accepted;
        return this;
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public Map<Integer, Long> end() {
        return Map.of(0, (long) topic.size());
    }

    @Override
    public void readFrom(Map<Integer, Long> offsets) {
        position = offsets.getOrDefault(0, 0L).intValue();
        end = topic.size();
    }

    @Override
    public boolean caughtUp() {
        return position >= end;
    }

    @Override
    public void send(CompletionRequest request) {
        sent.add(request);
        if (delivers.test(request)) {
            unanswered.add(request);
            mostUnanswered = Math.max(mostUnanswered, unanswered.size());
        } else {
            undelivered.add(new Undelivered(request.getRequestId(), false, "no broker"));
        }
    }

    @Override
    public List<Undelivered> undelivered() {
        List<Undelivered> taken = List.copyOf(undelivered);
        undelivered.clear();
        return taken;
    }

    @Override
    public void poll(Duration timeout, Predicate<String> wanted, Consumer<CompletionResponse> responses) {
        unanswered.forEach(request -> gateway.apply(request).ifPresent(topic::add));
        unanswered.clear();
        while (position < topic.size()) {
            CompletionResponse response = topic.get(position++);
            String id = response.getRequestId();
            String key = sent.stream()
                    .filter(request -> request.getRequestId().equals(id) && request.getOrderingKey() != null)
                    .map(KafkaExchange::key)
                    .findFirst()
                    .orElse(id);
            if (wanted.test(key)) {
                responses.accept(response);
            }
        }
    }

    @Override
    public void close() {}
}
