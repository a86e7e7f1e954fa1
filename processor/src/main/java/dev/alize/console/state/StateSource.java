package dev.alize.console.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.console.feed.Feed;
import dev.alize.console.feed.IncidentBook;
import dev.alize.console.feed.UsageBook;
import dev.alize.metrics.health.Health;
import dev.alize.metrics.health.Instance;
import dev.alize.metrics.health.InstanceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots of the state. What changes all the time is made anew once a second, usage every two seconds; what is
 * only news when it changes is made at once. Thread-safe.
 */
public final class StateSource {
    private static final long LEVELS_EVERY_MS = 900;
    private static final long USAGE_EVERY_MS = 2_000;
    private static final long BEHIND_UNKNOWN = -1;
    private static final double MILLIS = 1e3;

    /** What nobody knows before the feed has read its topics to the end. */
    private static final List<String> FED = List.of("incidents", "outcomes", "usage");

    private static final ObjectNode NOT_READY =
            JsonNodeFactory.instance.objectNode().put("ready", false).putNull("seconds_since_heard");

    private final Attempts attempts;
    private final Health health;
    private final String version;
    private final LongSupplier clock;
    private final long startedAt;
    private final SequencedMap<String, String> members = new LinkedHashMap<>();
    private final BooksLag lag = new BooksLag();
    private @Nullable Watched watched;
    private @Nullable Feed feed;
    private long levelsAt;
    private long usageAt;
    private long usageRevision = -1;
    private @Nullable UsageBook usageBook;
    private long outcomesRevision = -1;
    private long outcomesStep;
    private long incidentsRevision = -1;
    private @Nullable IncidentBook incidentBook;

    /**
     * @param version of the software
     * @param clock milliseconds since 1970
     */
    public StateSource(Attempts attempts, String version, LongSupplier clock) {
        this.attempts = attempts;
        this.version = version;
        this.clock = clock;
        this.startedAt = clock.getAsLong();
        this.health = new Health(attempts.health(), clock, version);
        for (String unknown : FED) {
            members.put(unknown, "null");
        }
    }

    /** From now on about this instance, and about the cluster as the feed knows it. */
    public synchronized void follow(Watched instance, Feed cluster) {
        watched = instance;
        feed = cluster;
        levelsAt = 0;
        health.follow(instance.instance());
    }

    /** The state now. */
    public synchronized Snapshot snapshot() {
        long now = clock.getAsLong();
        members.put(Snapshot.AT, Long.toString(now));
        if (now - levelsAt >= LEVELS_EVERY_MS || now < levelsAt) {
            levelsAt = now;
            instance(now);
        }
        Watched gateway = watched;
        if (gateway != null) {
            put("commands", () -> InstanceJson.commands(gateway.commands().get().all()));
        }
        Feed cluster = feed;
        if (cluster == null) {
            put("feed", () -> NOT_READY);
        } else {
            put("feed", () -> cluster.json(now));
            cluster.usage().ifPresent(book -> usage(book, now));
            cluster.incidents().ifPresent(book -> incidents(book, now));
        }
        return new Snapshot(members);
    }

    private void put(String name, Supplier<JsonNode> json) {
        members.put(name, json.get().toString());
    }

    private void instance(long now) {
        Watched gateway = watched;
        Instance instance = gateway == null ? null : gateway.instance();
        text("instance", instance == null ? null : instance.name());
        text("version", version);
        text("configuration", instance == null ? null : instance.configuration());
        text("status", health.condition().code());
        text("state", (instance == null ? InstanceState.STARTING : instance.state()).code());
        text("reason", health.notAlive().or(health::notReady).orElse(null));
        members.put("uptime_seconds", Long.toString((now - startedAt) / 1_000));
        if (gateway != null && instance != null) {
            put("targets", () -> InstanceJson.targets(gateway, attempts));
            put("quotas", () -> InstanceJson.quotas(instance.quotas()));
            put("waiting", () -> InstanceJson.waiting(instance.levels(), now));
            put("books", () -> books(instance, now));
        }
    }

    private void text(String name, @Nullable String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        members.put(name, (text == null ? nodes.nullNode() : nodes.textNode(text)).toString());
    }

    /** Nothing is said of the lag before usage was read: its newest record shows what all instances have booked. */
    private ObjectNode books(Instance instance, long now) {
        Feed cluster = feed;
        OptionalLong behind = cluster == null
                ? OptionalLong.empty()
                : cluster.usage()
                        .map(book -> lag.look(
                                attempts.lastAnswer(), Math.max(book.newest(), instance.lastBookedEvent()), now))
                        .orElse(OptionalLong.empty());
        ObjectNode books = JsonNodeFactory.instance.objectNode().put("running", instance.booksRunning());
        books.put("seconds_behind", behind.isPresent() ? Double.valueOf(behind.getAsLong() / MILLIS) : null);
        return books;
    }

    private void usage(UsageBook book, long now) {
        long revision = book.revision();
        long step = book.step(now);
        if (book != usageBook) {
            usageBook = book;
            usageRevision = BEHIND_UNKNOWN;
            outcomesRevision = BEHIND_UNKNOWN;
        }
        if (revision != outcomesRevision || step != outcomesStep) {
            outcomesRevision = revision;
            outcomesStep = step;
            put("outcomes", () -> book.outcomes(now));
        }
        if (revision != usageRevision && (now - usageAt >= USAGE_EVERY_MS || now < usageAt)) {
            usageRevision = revision;
            usageAt = now;
            put("usage", () -> book.usage(now));
        }
    }

    private void incidents(IncidentBook book, long now) {
        if (book != incidentBook || book.revision() != incidentsRevision) {
            incidentBook = book;
            incidentsRevision = book.revision();
            put("incidents", () -> book.json(now));
        }
    }
}
