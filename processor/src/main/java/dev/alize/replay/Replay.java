package dev.alize.replay;

import dev.alize.client.Connection;
import dev.alize.client.WholeFile;
import dev.alize.config.Configuration;
import dev.alize.config.TenantBinding;
import dev.alize.domain.RequestKey;
import dev.alize.gateway.Rehearsal;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionRequest;
import dev.alize.trail.Entry;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the requests of a window through another configuration. Memory is bounded whatever the window: of each partition
 * so many requests wait for their end, or to be judged together.
 */
public final class Replay {
    private static final Set<String> KINDS = Set.of("admitted", "attempt", "response");

    /** A partition's requests that are judged together. */
    private static final int BATCH = 500;

    /** All partitions' requests that wait for their end; of a partition its share, but at least a batch. */
    private static final int OPEN = 200_000;

    private final Trail trail;
    private final Requests requests;
    private final Rehearsal after;
    private final @Nullable Rehearsal before;
    private final @Nullable WholeFile output;
    private final Comparison comparison;
    private final int open;
    private final Tally tally = new Tally();
    private final Map<Integer, Lives> partitions = new ConcurrentHashMap<>();

    Replay(Trail trail, Requests requests, Rehearsal after, @Nullable Rehearsal before, @Nullable WholeFile output) {
        this.trail = trail;
        this.requests = requests;
        this.after = after;
        this.before = before;
        this.output = output;
        this.comparison = new Comparison(after.notJudged(), after.isFixedOrder(), after::pricing);
        this.open = Math.max(BATCH, OPEN / Math.max(1, trail.partitions()));
    }

    /**
     * What would be compared.
     *
     * @param place where trail and requests are
     * @param after the configuration that is tried
     * @param before the one as it was: routes are then compared with its routes, in place of the calls that were made;
     *     null for those
     * @param output takes a line for each request that changes; null for nowhere
     */
    public record Question(
            Configuration place,
            Configuration after,
            @Nullable Configuration before,
            @Nullable WholeFile output) {}

    /**
     * Reads the window and judges its requests.
     *
     * @throws dev.alize.client.UnreachableException where brokers or registry do not answer
     */
    public static Findings run(
            Connection connection, Trail trail, Window window, Question question, Consumer<Trail.Progress> progress)
            throws InterruptedException {
        try (KafkaRequests requests = new KafkaRequests(connection, question.place());
                Rehearsal after = new Rehearsal(question.after());
                Rehearsal before = question.before() == null ? null : new Rehearsal(question.before())) {
            return new Replay(trail, requests, after, before, question.output()).run(window, progress);
        }
    }

    Findings run(Window window, Consumer<Trail.Progress> progress) throws InterruptedException {
        long events = trail.read(window, this::visit, progress);
        for (Lives lives : partitions.values()) {
            lives.finishAll();
        }
        return tally.findings(events, after.notJudged());
    }

    private void visit(Entry entry) throws InterruptedException {
        AuditEvent event = entry.event();
        if (event == null) {
            tally.foreign();
        } else if (KINDS.contains(event.getKind()) && event.getRequestId() != null && event.getSourceOffset() != null) {
            partitions.computeIfAbsent(entry.partition(), Lives::new).take(event);
        }
    }

    /** The requests of a partition. Confined to the thread that reads it. */
    private final class Lives {
        private final int partition;
        private final Map<RequestKey, Life> open = new LinkedHashMap<>();
        private final List<Life> ended = new ArrayList<>();

        Lives(int partition) {
            this.partition = partition;
        }

        synchronized void take(AuditEvent event) throws InterruptedException {
            RequestKey key = RequestKey.of(Life.identity(event));
            Life life = open.computeIfAbsent(key, unknown -> new Life(partition, event));
            life.take(event);
            if (event.getKind().equals("response")) {
                open.remove(key);
                end(life);
            } else if (open.size() > Replay.this.open) {
                Iterator<Life> oldest = open.values().iterator();
                Life given = oldest.next();
                oldest.remove();
                end(given);
            }
        }

        private void end(Life life) throws InterruptedException {
            ended.add(life);
            if (ended.size() >= BATCH) {
                judge();
            }
        }

        synchronized void finishAll() throws InterruptedException {
            ended.addAll(open.values());
            open.clear();
            judge();
        }

        private void judge() throws InterruptedException {
            Map<String, TreeMap<Long, List<Life>>> byTopic = new TreeMap<>();
            ended.forEach(life -> byTopic.computeIfAbsent(life.topic == null ? "" : life.topic, name -> new TreeMap<>())
                    .computeIfAbsent(life.offset, at -> new ArrayList<>())
                    .add(life));
            ended.clear();
            for (Map.Entry<String, TreeMap<Long, List<Life>>> topic : byTopic.entrySet()) {
                TreeMap<Long, List<Life>> wanted = topic.getValue();
                if (!topic.getKey().isEmpty()) {
                    TreeSet<Long> offsets = new TreeSet<>(wanted.keySet());
                    requests.read(topic.getKey(), partition, offsets, (offset, request) -> {
                        List<Life> lives = wanted.remove(offset);
                        if (lives != null) {
                            lives.forEach(life -> found(life, request));
                        }
                    });
                }
                wanted.values().forEach(lives -> lives.forEach(Replay.this::gone));
            }
        }
    }

    private void found(Life life, Optional<CompletionRequest> request) {
        request.ifPresent(one -> settle(life, one));
        if (request.isEmpty() || !isThat(life, request.get())) {
            tally.undecodable(life);
            write(ChangeLine.of(life, "undecodable"));
            return;
        }
        String route = before == null ? null : route(before, request.get());
        Change change = comparison.of(life, after.judge(request.get()), route);
        tally.add(life, change);
        if (!change.kinds().isEmpty()) {
            write(ChangeLine.of(life, change));
        }
    }

    /** The first target that a configuration prefers for a request, which is left as it is. */
    private static @Nullable String route(Rehearsal configuration, CompletionRequest request) {
        CompletionRequest copy = CompletionRequest.newBuilder(request).build();
        List<String> route = configuration.judge(copy).route();
        return route.isEmpty() ? null : route.getFirst();
    }

    /** A record on a tenant's own topic need not say whose it is; the trail does. */
    private static void settle(Life life, CompletionRequest request) {
        if (request.getTenant().equals(TenantBinding.DEFAULT_TENANT)) {
            request.setTenant(life.identity.tenant());
        }
    }

    /** A topic that was deleted and made anew has other requests at the same offsets. */
    private static boolean isThat(Life life, CompletionRequest request) {
        return request.getRequestId().equals(life.identity.requestId())
                && request.getTenant().equals(life.identity.tenant())
                && request.getRedrive() == life.identity.redrive();
    }

    private void gone(Life life) {
        tally.gone(life);
        write(ChangeLine.of(life, "not_retained"));
    }

    private void write(String line) {
        if (output != null) {
            synchronized (output) {
                output.write(out -> out.write((line + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
