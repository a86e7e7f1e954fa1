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
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From a path and a method to what serves it. One for each loop. */
final class Api {
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
                    call.serve(() -> extensions(call, admitted, endpoint, async));
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
                Parser parser = body -> ParsedBody.read(body, endpoint, async, extensions.idempotencyKey() != null);
                BodyReader.read(
                        call,
                        limit,
                        body -> call.serve(() -> parse(
                                call,
                                body,
                                parser,
                                reading -> call.serve(() -> {
                                    switch (reading) {
                                        case ParsedBody.Refused refused -> call.fail(refused.error());
                                        case ParsedBody.Accepted accepted ->
                                            submit(call, admitted, accepted.body(), extensions, async);
                                    }
                                }))));
            }
        }
    }

    /** Reads a body, on any thread. */
    private interface Parser {
        ParsedBody read(byte[] body);
    }

    /** Takes what came of a body, on the loop. */
    private interface Parsed {
        void take(ParsedBody reading);
    }

    /** A body that waits for a worker counts until it is parsed, though its client is gone. */
    private void parse(Call call, byte[] body, Parser parser, Parsed parsed) {
        if (body.length < LARGE) {
            parsed.take(parser.read(body));
            return;
        }
        long bytes = call.leaveBytes();
        Parsed counted = reading -> {
            call.takeBack(bytes);
            parsed.take(reading);
        };
        loop.vertx()
                .executeBlocking(() -> parser.read(body), false)
                .onComplete(
                        reading -> loop.execute(() -> counted.take(reading)),
                        failure -> loop.execute(() -> counted.take(new ParsedBody.Refused(Refusals.internal()))));
    }

    private void submit(Call call, Entry.Admitted admitted, RequestBody body, Extensions extensions, boolean async) {
        if (call.isEnded()) {
            return;
        }
        Tenant tenant = admitted.tenant();
        Optional<ApiError> refused =
                Access.refuseModel(tenant, body.request().getModel()).or(() -> stream(body, admitted.ticket()));
        if (refused.isPresent()) {
            call.fail(refused.get());
            return;
        }
        PendingRequest pending =
                PendingRequest.of(tenant, new Identity(tenant.id(), call.requestId()), body, extensions, async);
        Answer answer = async ? new AcceptedAnswer(call) : answer(call, body);
        Instant deadline = async ? extensions.deadline() : deadline(extensions.deadline());
        new Submission(call, pending, answer).start(pending.record(body, extensions, deadline));
    }

    /** Never later than the caller waits. */
    private Instant deadline(@Nullable Instant asked) {
        Instant end = desk.clock().instant().plus(desk.limits().waiting().timeout());
        Instant latest = Instant.ofEpochMilli(end.toEpochMilli());
        return asked == null || asked.isAfter(latest) ? latest : asked;
    }

    private static Optional<ApiError> stream(RequestBody body, Ticket ticket) {
        return body.isStreamed() ? ticket.stream() : Optional.empty();
    }

    private Answer answer(Call call, RequestBody body) {
        if (!body.isStreamed()) {
            return new WholeAnswer(call);
        }
        String model = body.request().getModel() == null ? "" : body.request().getModel();
        long created = desk.clock().instant().getEpochSecond();
        StreamHead head = new StreamHead(Completions.idOf(call.requestId()), created, model);
        return new StreamedAnswer(call, head, body.includeUsage());
    }

    private void models(HttpServerRequest http, @Nullable String name) {
        Call call = new Call(http, loop, desk, "models");
        allowed(
                call,
                "GET",
                () -> identified(call, tenant -> {
                    if (name == null) {
                        call.json(200, models.list(tenant));
                    } else {
                        String wanted = decoded(name);
                        models.one(tenant, wanted)
                                .ifPresentOrElse(
                                        body -> call.json(200, body),
                                        () -> call.fail(Refusals.modelNotAllowed(wanted)));
                    }
                }));
    }

    /** Takes the tenant that calls. */
    private interface Service {
        void serve(Tenant tenant);
    }

    private void allowed(Call call, String allowed, Runnable service) {
        HttpServerRequest http = call.http();
        Optional<ApiError> closed = closed(http);
        if (closed.isPresent()) {
            call.fail(closed.get());
        } else if (!allowed.contains(http.method().name())) {
            call.fail(Refusals.wrongMethod(http.method().name(), allowed));
        } else {
            service.run();
        }
    }

    /** Without a place: it costs nothing. */
    private void identified(Call call, Service service) {
        switch (desk.access().identify(authorization(call.http()))) {
            case Who.Unknown unknown -> call.fail(unknown.why());
            case Who.Known known -> call.serve(() -> service.serve(known.tenant()));
        }
    }

    private void entered(Call call, Service service) {
        switch (desk.access().enter(authorization(call.http()))) {
            case Entry.Refused refused -> call.fail(refused.error());
            case Entry.Admitted admitted -> {
                call.hold(admitted.ticket());
                call.serve(() -> service.serve(admitted.tenant()));
            }
        }
    }

    private void request(HttpServerRequest http, String encoded) {
        Call call = new Call(http, loop, desk, "async_request");
        allowed(
                call,
                "GET, DELETE",
                () -> entered(call, tenant -> {
                    String id = decoded(encoded);
                    if (!Extensions.isName(id, 256)) {
                        call.fail(Refusals.notFound("request", id));
                        return;
                    }
                    Identity identity = new Identity(tenant.id(), id);
                    if (http.method().equals(HttpMethod.DELETE)) {
                        new Cancel(call, tenant, identity, "asked").start();
                    } else {
                        look(call, tenant, identity);
                    }
                }));
    }

    private void look(Call call, Tenant tenant, Identity identity) {
        Matcher matcher = SECONDS.matcher(wait(call.http()));
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
        new Look(call, tenant, identity, asked.compareTo(most) > 0 ? most : asked).start();
    }

    /** As it stands in the URL; what cannot be decoded is no duration. */
    private static String wait(HttpServerRequest http) {
        try {
            String wait = http.getParam("wait");
            return wait == null ? "0" : wait;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
