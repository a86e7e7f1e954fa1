package dev.alize.simulator;

import dev.alize.simulator.vendor.Api;
import dev.alize.simulator.vendor.Dialect;
import dev.alize.simulator.vendor.VendorError;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The vendor's front door on one event loop: knows the paths and the key. Confined to its event loop. */
final class Front implements Handler<HttpServerRequest> {
    private static final String BEARER = "Bearer ";

    private final Shared shared;
    private final Vertx vertx;
    private final Endpoint chat;
    private final @Nullable Endpoint code;
    private final ModelsDesk models;
    private final @Nullable ModerationDesk moderation;
    private final AdminDesk admin;
    private final @Nullable String credential;

    Front(Shared shared, Vertx vertx, int eventLoop) {
        this.shared = shared;
        this.vertx = vertx;
        this.chat = new Endpoint(shared, Api.CHAT, eventLoop);
        this.code = shared.dialect().serves(Api.CODE) ? new Endpoint(shared, Api.CODE, eventLoop) : null;
        this.models = new ModelsDesk(shared, vertx, eventLoop);
        this.moderation = shared.dialect() == Dialect.MISTRAL ? new ModerationDesk(shared, vertx, eventLoop) : null;
        this.admin = new AdminDesk(shared);
        this.credential = shared.options.apiKey() == null ? null : BEARER + shared.options.apiKey();
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (path.equals(Api.CHAT.path()) && request.method() == HttpMethod.POST) {
            complete(chat, request);
        } else if (code != null && path.equals(Api.CODE.path()) && request.method() == HttpMethod.POST) {
            complete(code, request);
        } else if (path.equals(ModelsDesk.PATH) && request.method() == HttpMethod.GET) {
            models.handle(request, mayEnter(request));
        } else if (moderation != null && ModerationDesk.serves(path) && request.method() == HttpMethod.POST) {
            moderate(moderation, request, path);
        } else if (path.startsWith(AdminDesk.PATH)) {
            admin.handle(request);
        } else {
            answer(request, shared.errors().noRoute());
        }
    }

    private void complete(Endpoint endpoint, HttpServerRequest request) {
        shared.counters.called(request.getHeader(ActiveBehaviour.REQUEST_ID));
        if (mayEnter(request)) {
            request.body().onSuccess(body -> endpoint.handle(new Call(request, vertx, shared.counters), request, body));
        } else {
            VendorError error = shared.errors().invalidKey();
            shared.counters.answered(error.status());
            answer(request, error);
        }
    }

    private void moderate(ModerationDesk desk, HttpServerRequest request, String path) {
        if (mayEnter(request)) {
            request.body().onSuccess(body -> desk.handle(request, path, body));
        } else {
            answer(request, shared.errors().invalidKey());
        }
    }

    private boolean mayEnter(HttpServerRequest request) {
        String given = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (given == null) {
            return false;
        }
        return credential == null
                ? given.startsWith(BEARER) && given.length() > BEARER.length()
                : credential.equals(given);
    }

    static void answer(HttpServerRequest request, VendorError error) {
        request.response()
                .setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(error.body());
    }
}
