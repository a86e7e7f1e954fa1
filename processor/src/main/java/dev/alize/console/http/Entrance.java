package dev.alize.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.console.http.Tokens.Shown;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Knows who may enter, by the cookie of a login or by a token in the request. Confined to the event loop. */
final class Entrance {
    private static final String COOKIE = "alize_session";
    private static final String BEARER = "Bearer ";
    private static final int MOST_HELD_BACK = 100;

    private final Vertx vertx;
    private final Tokens tokens;
    private final Origins origins;
    private final Logins logins;
    private final WrongTokens wrong;
    private int heldBack;

    /**
     * Who entered.
     *
     * @param isAllowed asked later, whether that still holds
     */
    record Entered(Caller caller, BooleanSupplier isAllowed) {}

    Entrance(Vertx vertx, Tokens tokens) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.origins = new Origins(tokens.isEmpty());
        this.logins = new Logins(() -> System.nanoTime() / 1_000_000, tokens::isStill);
        this.wrong = new WrongTokens(() -> System.nanoTime() / 1_000_000);
    }

    Origins origins() {
        return origins;
    }

    /** Lets somebody in, or answers. */
    void enter(HttpServerRequest request, Consumer<Entered> next) {
        if (tokens.isEmpty()) {
            next.accept(new Entered(Caller.ANYBODY, () -> true));
            return;
        }
        String header = request.getHeader("Authorization");
        if (header != null) {
            String given = header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? header.substring(BEARER.length()).strip()
                    : "";
            tokens.find(given)
                    .ifPresentOrElse(
                            shown -> next.accept(new Entered(shown.caller(), () -> tokens.isStill(shown))),
                            () -> isWrong(request));
            return;
        }
        String id = cookie(request);
        Optional<Caller> caller = logins.use(id);
        if (caller.isPresent()) {
            next.accept(new Entered(caller.get(), () -> logins.isOpen(id)));
        } else {
            unknown(request, 401, "login: got none, expected a token by POST /api/session or Authorization: Bearer");
        }
    }

    /** Cookies know no ports: consoles of one host would end each other's logins. */
    private static String cookieName(HttpServerRequest request) {
        HostAndPort host = request.authority();
        return host == null || host.port() <= 0 ? COOKIE : COOKIE + "_" + host.port();
    }

    private static String cookie(HttpServerRequest request) {
        Cookie cookie = request.getCookie(cookieName(request));
        return cookie == null ? "" : cookie.getValue();
    }

    private static void unknown(HttpServerRequest request, int status, String message) {
        request.response().putHeader("WWW-Authenticate", "Bearer");
        Answers.refuseAndClose(request, status, message);
    }

    private void isWrong(HttpServerRequest request) {
        long delay = wrong.delay();
        String message = "token: got one that is not configured, expected one of console.tokens";
        if (delay == 0) {
            unknown(request, 401, message);
        } else if (heldBack >= MOST_HELD_BACK) {
            request.connection().close();
        } else {
            heldBack++;
            vertx.setTimer(delay, id -> {
                heldBack--;
                unknown(request, 401, message);
            });
        }
    }

    /** What the page needs to know before it asks for a token. */
    ObjectNode session(HttpServerRequest request) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("token_required", !tokens.isEmpty());
        Optional<Caller> caller = tokens.isEmpty() ? Optional.of(Caller.ANYBODY) : logins.use(cookie(request));
        node.put("role", caller.map(known -> known.role().code()).orElse(null));
        return node;
    }

    void login(HttpServerRequest request, JsonNode body) {
        JsonNode token = body.get("token");
        if (token == null || !token.isTextual()) {
            Answers.refuse(request, 400, "token: got none, expected a text");
            return;
        }
        if (tokens.isEmpty()) {
            Answers.json(request, 200, session(request));
            return;
        }
        tokens.find(token.textValue()).ifPresentOrElse(shown -> open(request, shown), () -> isWrong(request));
    }

    private void open(HttpServerRequest request, Shown shown) {
        logins.end(cookie(request));
        request.response().addCookie(cookie(request, logins.open(shown)));
        Answers.json(
                request,
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("role", shown.caller().role().code()));
    }

    /** It ends with the browser, or with the login. */
    private static Cookie cookie(HttpServerRequest request, String id) {
        return Cookie.cookie(cookieName(request), id)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/");
    }

    void logout(HttpServerRequest request) {
        logins.end(cookie(request));
        request.response()
                .addCookie(cookie(request, "").setMaxAge(0))
                .setStatusCode(204)
                .end();
    }
}
