package dev.alize.provider;

import dev.alize.domain.Attempt;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The headers of a call. */
final class RequestHeaders {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-alize-request-id");

    private final CharSequence userAgent;

    RequestHeaders(String version) {
        userAgent = HttpHeaders.createOptimized("alize/" + version);
    }

    void put(HttpClientRequest request, Attempt attempt, @Nullable String key) {
        request.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        put(request, attempt.events() == null ? JSON : EVENTS, key);
        String requestId = attempt.identity().requestId();
        if (isSafe(requestId)) {
            request.putHeader(REQUEST_ID, requestId);
        }
    }

    /** Those of a request without a body. */
    void put(HttpClientRequest request, @Nullable String key) {
        put(request, JSON, key);
    }

    private void put(HttpClientRequest request, CharSequence accept, @Nullable String key) {
        request.putHeader(HttpHeaders.ACCEPT, accept);
        request.putHeader(HttpHeaders.USER_AGENT, userAgent);
        if (key != null) {
            request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key);
        }
    }

    /** Whether it is not empty, printable ASCII, and has no space at its ends. */
    static boolean isSafe(String value) {
        if (value.isEmpty() || value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
