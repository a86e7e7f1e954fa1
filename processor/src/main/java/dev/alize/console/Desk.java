package dev.alize.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.Connection;
import dev.alize.client.TimeText;
import dev.alize.config.Environment;
import dev.alize.console.feed.Feed;
import dev.alize.console.feed.IncidentBook;
import dev.alize.console.feed.IncidentJson;
import dev.alize.console.feed.UsageBook;
import dev.alize.console.http.Backend;
import dev.alize.console.http.Caller;
import dev.alize.console.http.Refused;
import dev.alize.console.state.Snapshot;
import dev.alize.console.state.StateSource;
import dev.alize.console.state.Watched;
import dev.alize.control.ControlDesk;
import dev.alize.control.OperatorAudit;
import dev.alize.incidents.Actions;
import dev.alize.incidents.Statement;
import dev.alize.schemas.Incident;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Newest;
import dev.alize.trail.RequestLife;
import dev.alize.trail.Window;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what is asked for in the console, as the command line does it. Thread-safe; its callers may wait. */
final class Desk implements Backend {
    /** The name under which the console writes its audit events. */
    static final String INSTANCE = "alize-console";

    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MOST_EVENTS = 1_000;
    /** The gateway needs the other processors. */
    private static final int SEARCH_THREADS = 1;

    private final StateSource state;
    private final Environment environment;
    private final InstantSource clock;
    private volatile @Nullable Surroundings surroundings;

    private record Surroundings(Watched watched, Connection connection, Feed feed) {}

    Desk(StateSource state, Environment environment, InstantSource clock) {
        this.state = state;
        this.environment = environment;
        this.clock = clock;
    }

    void open(Watched watched, Connection connection, Feed feed) {
        surroundings = new Surroundings(watched, connection, feed);
    }

    private Surroundings around() {
        Surroundings known = surroundings;
        if (known == null) {
            throw new Refused(503, "instance: it is starting, expected one that has found its brokers; try again");
        }
        return known;
    }

    private OperatorAudit audit() {
        Surroundings around = around();
        return new OperatorAudit(
                around.connection(), around.watched().configuration().get(), environment, INSTANCE);
    }

    @Override
    public Snapshot snapshot() {
        return state.snapshot();
    }

    @Override
    public long news() {
        Surroundings known = surroundings;
        return known == null
                ? 0
                : known.feed().usage().map(UsageBook::revision).orElse(0L)
                        + known.feed().incidents().map(IncidentBook::revision).orElse(0L);
    }

    @Override
    public ObjectNode incident(String id) {
        return IncidentJson.whole(find(id));
    }

    private Incident find(String id) {
        IncidentBook book = around().feed()
                .incidents()
                .orElseThrow(() -> new Refused(
                        503,
                        "incidents: they have not been read to the end yet, expected brokers that answer; try again"));
        return book.find(id).orElseThrow(() -> new Refused(404, Statement.unknown(id, book.ids())));
    }

    @Override
    public void say(String incident, JsonNode statement, Caller caller) {
        Members members = new Members(statement, Set.of("action", "text", "by"));
        find(incident);
        String word = members.required("action", "ack, assign, mitigate, cause, note or resolve");
        Actions action = Actions.of(word)
                .orElseThrow(() -> new Refused(
                        400, "action: got '" + word + "', expected ack, assign, mitigate, cause, note or resolve"));
        String by = caller.name(members.text("by"));
        Statement checked;
        try {
            checked = Statement.of(action, incident, members.text("text"), by);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
        checked.write(audit());
    }

    @Override
    public void control(JsonNode order, Caller caller) {
        Order read = Order.of(order, caller);
        ControlDesk desk = new ControlDesk(audit(), clock);
        try {
            var scope = desk.scope(read.command(), read.target());
            if (read.lifts()) {
                desk.lift(scope, read.reason(), read.by());
            } else {
                desk.give(scope, read.value(), read.time(), read.reason(), read.by());
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public ObjectNode search(Search search, Caller caller) throws InterruptedException {
        Surroundings around = around();
        Instant from = from(search.from());
        List<String> filters = new ArrayList<>(List.of("id"));
        if (search.tenant() != null) {
            filters.add("tenant");
        }
        audit().tellAccess("console search", caller.name(null), from, null, filters);
        Newest found = new Newest(MOST_EVENTS);
        boolean complete = false;
        try (KafkaTrail trail = KafkaTrail.open(
                around.connection(), around.watched().configuration().get())) {
            trail.useAtMost(SEARCH_THREADS);
            Window window = new Window(from == null ? Instant.EPOCH : from, NEVER);
            new RequestLife(search.id(), search.tenant(), search.key()).read(trail, window, found);
            complete = true;
        } catch (InterruptedException e) {
            // The time is over, or nobody waits any more: what was found is told.
            Thread.interrupted();
        }
        String why = !complete ? LifeJson.TIME : found.count() > MOST_EVENTS ? LifeJson.EVENTS : null;
        return LifeJson.of(search.id(), found, why);
    }

    private @Nullable Instant from(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return TimeText.moment(text, clock.instant());
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "from: " + e.getMessage());
        }
    }
}
