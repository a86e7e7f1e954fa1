package dev.alize.simulator;

import dev.alize.simulator.vendor.Api;
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
    private final Endpoint code;
    private final AdminDesk admin;
    private final @Nullable String credential;

    Front(Shared shared, Vertx vertx, int eventLoop) {
        this.shared = shared;
        this.vertx = vertx;
        this.chat = new Endpoint(shared, Api.CHAT, eventLoop);
        this.code = new Endpoint(shared, Api.CODE, eventLoop);
        this.admin = new AdminDesk(shared);
        this.credential = shared.options.apiKey() == null ? null : BEARER + shared.options.apiKey();
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (path.equals(Api.CHAT.path()) && request.method() == HttpMethod.POST) {
            complete(chat, request);
        } else if (path.equals(Api.CODE.path()) && request.method() == HttpMethod.POST) {
            complete(code, request);
        } else if (path.equals("/v1/models") && request.method() == HttpMethod.GET) {
            models(request);
        } else if (path.startsWith(AdminDesk.PATH)) {
            admin.handle(request);
        } else {
            refuse(request, VendorError.NO_ROUTE);
        }
    }

    private void complete(Endpoint endpoint, HttpServerRequest request) {
        shared.counters.called(request.getHeader(ActiveBehaviour.REQUEST_ID));
        if (mayEnter(request)) {
            request.body().onSuccess(body -> endpoint.handle(new Call(request, vertx, shared.counters), request, body));
        } else {
            shared.counters.answered(VendorError.INVALID_KEY.status());
            refuse(request, VendorError.INVALID_KEY);
        }
    }

    private void models(HttpServerRequest request) {
        if (mayEnter(request)) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(shared.models.list());
        } else {
            refuse(request, VendorError.INVALID_KEY);
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

    private static void refuse(HttpServerRequest request, VendorError error) {
        request.response()
                .setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(error.body());
    }
}
