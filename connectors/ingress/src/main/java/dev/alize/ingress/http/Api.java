package dev.alize.ingress.http;

import dev.alize.ingress.access.Access;
import dev.alize.ingress.access.Entry;
import dev.alize.ingress.access.LocalHost;
import dev.alize.ingress.access.Tenant;
import dev.alize.ingress.access.Ticket;
import dev.alize.ingress.access.Who;
import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.ingress.exchange.Identity;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.chat.StreamHead;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a path and a method to what serves it. One for each loop. */
final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    /** Bodies from here on are parsed by another thread than the loop. */
    private static final int LARGE = 64 << 10;

    private static final String REQUESTS = "/v1/async/requests/";
    private static final String MODEL = "/v1/models/";
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})(ms|s|m)?");

    private final Loop loop;
    private final Desk desk;
    private final Models models;

    Api(Loop loop, Desk desk) {
        this.loop = loop;
        this.desk = desk;
        this.models = new Models(desk.models());
    }

    void handle(HttpServerRequest http) {
        String path = http.path() == null ? "" : http.path();
        switch (path) {
            case "/v1/chat/completions" -> post(http, "chat", Endpoint.CHAT, false);
            case "/v1/fim/completions" -> post(http, "fim", Endpoint.FIM, false);
            case "/v1/async/chat/completions" -> post(http, "async_chat", Endpoint.CHAT, true);
            case "/v1/async/fim/completions" -> post(http, "async_fim", Endpoint.FIM, true);
            case "/v1/models" -> models(http, null);
            default -> {
                if (path.startsWith(REQUESTS) && path.length() > REQUESTS.length()) {
                    request(http, path.substring(REQUESTS.length()));
                } else if (path.startsWith(MODEL) && path.length() > MODEL.length()) {
                    models(http, path.substring(MODEL.length()));
                } else {
                    Call call = new Call(http, loop, desk, "unknown");
                    call.fail(Refusals.unknownRoute(http.method().name(), path));
                }
            }
        }
    }

    /** Runs what serves a call, so that a bug answers its caller, too. */
    private static void serve(Call call, Runnable service) {
        try {
            service.run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("request_id", call.requestId())
                    .setCause(e)
                    .log("A request cannot be served");
            call.fail(Refusals.internal());
        }
    }

    private Optional<ApiError> closed(HttpServerRequest http) {
        if (desk.calls().isStopping()) {
            return Optional.of(Call.stopping().with("connection", "close"));
        }
        boolean foreign = desk.guarded() && !LocalHost.isOne(host(http));
        return foreign ? Optional.of(Refusals.foreignHost()) : Optional.empty();
    }

    private static @Nullable String host(HttpServerRequest http) {
        return http.authority() == null
                ? http.getHeader(HttpHeaders.HOST)
                : http.authority().toString();
    }

    private static @Nullable String authorization(HttpServerRequest http) {
        return http.headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1
                ? null
                : http.getHeader(HttpHeaders.AUTHORIZATION);
    }

    private void post(HttpServerRequest http, String route, Endpoint endpoint, boolean async) {
        Call call = new Call(http, loop, desk, route);
        Optional<ApiError> closed = closed(http);
        if (closed.isPresent()) {
            call.fail(closed.get());
        } else if (!http.method().equals(HttpMethod.POST)) {
            call.fail(Refusals.wrongMethod(http.method().name(), "POST"));
        } else {
            switch (desk.access().enter(authorization(http))) {
                case Entry.Refused refused -> call.fail(refused.error());
                case Entry.Admitted admitted -> {
                    call.hold(admitted.ticket());
                    serve(call, () -> extensions(call, admitted, endpoint, async));
                }
            }
        }
    }

    private void extensions(Call call, Entry.Admitted admitted, Endpoint endpoint, boolean async) {
        switch (Extensions.read(call.http().headers(), desk.clock().instant())) {
            case Extensions.Reading.Bad bad -> call.fail(bad.error().with("connection", "close"));
            case Extensions.Reading.Good good -> {
                Extensions extensions = good.extensions();
                if (extensions.idempotencyKey() != null) {
                    call.identify(extensions.idempotencyKey());
                }
                long limit = admitted.tenant()
                        .limits()
                        .bodyBytes(desk.limits().body().bytes());
                BodyReader.read(
                        call,
                        limit,
                        body -> parse(
                                body,
                                endpoint,
                                async,
                                reading -> serve(call, () -> {
                                    switch (reading) {
                                        case Asking.Refused refused -> call.fail(refused.error());
                                        case Asking.Accepted accepted ->
                                            submit(call, admitted, accepted.ask(), extensions, async);
                                    }
                                })));
            }
        }
    }

    /** Takes what came of a body, on the loop. */
    private interface Parsed {
        void take(Asking reading);
    }

    private void parse(byte[] body, Endpoint endpoint, boolean async, Parsed parsed) {
        if (body.length < LARGE) {
            parsed.take(Asking.read(body, endpoint, async));
            return;
        }
        loop.vertx()
                .executeBlocking(() -> Asking.read(body, endpoint, async), false)
                .onComplete(
                        reading -> loop.execute(() -> parsed.take(reading)),
                        failure -> loop.execute(() -> parsed.take(new Asking.Refused(Refusals.internal()))));
    }

    private void submit(Call call, Entry.Admitted admitted, Ask ask, Extensions extensions, boolean async) {
        Tenant tenant = admitted.tenant();
        Optional<ApiError> refused =
                Access.refuseModel(tenant, ask.request().getModel()).or(() -> stream(ask, admitted.ticket()));
        if (refused.isPresent()) {
            call.fail(refused.get());
            return;
        }
        boolean keyed = extensions.idempotencyKey() != null;
        Order order = new Order(ask, tenant, new Identity(tenant.id(), call.requestId()), keyed, extensions);
        if (async) {
            new AsyncSubmission(call, order).start();
        } else {
            new Submission(call, order, answer(call, ask)).start();
        }
    }

    private static Optional<ApiError> stream(Ask ask, Ticket ticket) {
        return ask.isStreamed() ? ticket.stream() : Optional.empty();
    }

    private Answer answer(Call call, Ask ask) {
        if (!ask.isStreamed()) {
            return new WholeAnswer(call);
        }
        String model = ask.request().getModel() == null ? "" : ask.request().getModel();
        long created = desk.clock().instant().getEpochSecond();
        StreamHead head = new StreamHead(Completions.idOf(call.requestId()), created, model);
        return new StreamedAnswer(call, head, ask.includeUsage());
    }

    private void models(HttpServerRequest http, @Nullable String name) {
        Call call = new Call(http, loop, desk, "models");
        known(call, "GET", tenant -> {
            if (name == null) {
                call.json(200, models.list(tenant));
            } else {
                String wanted = decoded(name);
                models.one(tenant, wanted)
                        .ifPresentOrElse(
                                body -> call.json(200, body), () -> call.fail(Refusals.modelNotAllowed(wanted)));
            }
        });
    }

    /** Takes the tenant that calls. */
    private interface Service {
        void serve(Tenant tenant);
    }

    private void known(Call call, String allowed, Service service) {
        HttpServerRequest http = call.http();
        Optional<ApiError> closed = closed(http);
        if (closed.isPresent()) {
            call.fail(closed.get());
        } else if (!allowed.contains(http.method().name())) {
            call.fail(Refusals.wrongMethod(http.method().name(), allowed));
        } else {
            switch (desk.access().identify(authorization(http))) {
                case Who.Unknown unknown -> call.fail(unknown.why());
                case Who.Known known -> serve(call, () -> service.serve(known.tenant()));
            }
        }
    }

    private void request(HttpServerRequest http, String encoded) {
        Call call = new Call(http, loop, desk, "async_request");
        known(call, "GET, DELETE", tenant -> {
            String id = decoded(encoded);
            if (!Extensions.isName(id, 256)) {
                call.fail(Refusals.notFound("request", id));
                return;
            }
            Identity identity = new Identity(tenant.id(), id);
            if (http.method().equals(HttpMethod.DELETE)) {
                new Cancel(call, tenant, identity).start();
            } else {
                look(call, identity, http.getParam("wait"));
            }
        });
    }

    private void look(Call call, Identity identity, @Nullable String wait) {
        Matcher matcher = SECONDS.matcher(wait == null ? "0" : wait);
        if (!matcher.matches()) {
            call.fail(Refusals.invalid("wait", "another text", "a duration such as 30s"));
            return;
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        Duration asked = switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
        Duration most = desk.limits().waiting().longPoll();
        new Look(call, identity, asked.compareTo(most) > 0 ? most : asked).start();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
