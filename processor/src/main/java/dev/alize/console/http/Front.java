package dev.alize.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.console.http.Backend.Search;
import dev.alize.console.http.Entrance.Entered;
import dev.alize.console.state.Snapshot;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the addresses. Confined to the event loop. */
final class Front implements Handler<HttpServerRequest> {
    private static final Logger log = LoggerFactory.getLogger(Front.class);
    private static final String INCIDENTS = "/api/incidents/";
    private static final int LONGEST_WORD = 512;

    private final Entrance entrance;
    private final Bodies bodies;
    private final Work work;
    private final Streams streams;
    private final Backend backend;
    private final Files files = new Files();

    Front(Entrance entrance, Bodies bodies, Work work, Streams streams, Backend backend) {
        this.entrance = entrance;
        this.bodies = bodies;
        this.work = work;
        this.streams = streams;
        this.backend = backend;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Answers.prepare(request.response());
        try {
            route(request);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("The console failed to answer");
            Answers.refuse(request, 503, "console: " + e.getClass().getSimpleName() + "; the log says more");
        }
    }

    private void route(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        Optional<String> problem = entrance.origins().problem(request);
        if (problem.isPresent()) {
            Answers.refuseAndClose(request, 403, problem.get());
            return;
        }
        switch (path) {
            case "/api/session" -> session(request);
            case "/api/state" -> get(request, entered -> state(request, entered));
            case "/api/events" -> get(request, entered -> events(request, entered));
            case "/api/requests" -> get(request, entered -> search(request, entered));
            case "/control" ->
                post(request, (body, caller) -> {
                    backend.control(body, caller);
                });
            default -> {
                if (path.startsWith(INCIDENTS)) {
                    incident(request, decoded(path.substring(INCIDENTS.length())));
                } else {
                    file(request, path);
                }
            }
        }
    }

    private void file(HttpServerRequest request, String path) {
        if (request.method() != HttpMethod.GET) {
            notAllowed(request, "GET");
        } else if (!files.serve(request, path)) {
            Answers.refuse(request, 404, "path: there is nothing, expected /, /api/state or /control");
        }
    }

    private void session(HttpServerRequest request) {
        switch (request.method().name()) {
            case "GET" -> Answers.json(request, 200, entrance.session(request));
            case "POST" -> bodies.read(request, body -> entrance.login(request, body));
            case "DELETE" -> entrance.logout(request);
            default -> notAllowed(request, "GET, POST, DELETE");
        }
    }

    private void state(HttpServerRequest request, Entered entered) {
        work.ask(
                request,
                backend::snapshot,
                now -> Answers.json(
                        request,
                        200,
                        now.with("role", "\"" + entered.caller().role().code() + "\"")
                                .json()));
    }

    private void events(HttpServerRequest request, Entered entered) {
        if (streams.count() >= Streams.MOST) {
            Answers.refuse(request, 503, "events: got more than 64 readers, expected fewer; close some pages");
            return;
        }
        work.ask(
                request,
                backend::snapshot,
                (Snapshot now) -> streams.open(request, entered.caller(), entered.isAllowed(), now));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void incident(HttpServerRequest request, String id) {
        if (id.isEmpty() || id.length() > LONGEST_WORD || id.contains("/")) {
            Answers.refuse(request, 404, "incident: got no id, expected /api/incidents/ID");
        } else if (request.method() == HttpMethod.POST) {
            post(request, (body, caller) -> backend.say(id, body, caller));
        } else if (request.method() == HttpMethod.GET) {
            get(
                    request,
                    entered ->
                            work.ask(request, () -> backend.incident(id), found -> Answers.json(request, 200, found)));
        } else {
            notAllowed(request, "GET, POST");
        }
    }

    private void search(HttpServerRequest request, Entered entered) {
        Search search = new Search(
                Optional.ofNullable(word(request, "id")).orElse(""),
                word(request, "tenant"),
                word(request, "key"),
                word(request, "from"));
        if (search.id().isEmpty()) {
            throw new Refused(400, "id: got none, expected the id of a request");
        }
        work.search(
                request, () -> backend.search(search, entered.caller()), found -> Answers.json(request, 200, found));
    }

    private static @org.jspecify.annotations.Nullable String word(HttpServerRequest request, String name) {
        String word;
        try {
            word = request.getParam(name);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    400, "query: got a % without two hexadecimal digits behind it, expected %25 for a percent sign");
        }
        if (word != null && word.length() > LONGEST_WORD) {
            throw new Refused(400, name + ": got " + word.length() + " characters, expected at most 512");
        }
        return word == null || word.isBlank() ? null : word;
    }

    private void get(HttpServerRequest request, Consumer<Entered> next) {
        if (request.method() != HttpMethod.GET) {
            notAllowed(request, "GET");
            return;
        }
        entrance.enter(request, entered -> {
            try {
                next.accept(entered);
            } catch (Refused e) {
                Answers.refuse(request, e.status(), e.message());
            }
        });
    }

    private interface Deed {
        void done(JsonNode body, Caller caller);
    }

    private void post(HttpServerRequest request, Deed deed) {
        if (request.method() != HttpMethod.POST) {
            notAllowed(request, "POST");
            return;
        }
        entrance.enter(request, entered -> {
            if (!entered.caller().mayMitigate()) {
                Answers.refuseAndClose(request, 403, "role: got read, expected mitigate");
                return;
            }
            bodies.read(
                    request,
                    body -> work.act(
                            request,
                            () -> {
                                deed.done(body, entered.caller());
                                return body;
                            },
                            done -> Answers.accepted(request)));
        });
    }

    private static void notAllowed(HttpServerRequest request, String allowed) {
        request.response().putHeader("Allow", allowed);
        Answers.refuseAndClose(request, 405, "method: got " + request.method().name() + ", expected " + allowed);
    }
}
