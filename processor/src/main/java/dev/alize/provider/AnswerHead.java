package dev.alize.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the head of an answer says.
 *
 * @param status HTTP status
 * @param contentLength bytes of the body, -1 where it does not say
 * @param correlationId {@code mistral-correlation-id}, else {@code x-request-id}, else null
 * @param limits headers about rate limits by lower-case name
 * @param eventStream whether the body is {@code text/event-stream}
 * @param compressed whether the body is coded in any way
 */
record AnswerHead(
        int status,
        long contentLength,
        @Nullable String correlationId,
        Map<String, String> limits,
        boolean eventStream,
        boolean compressed) {
    static AnswerHead of(HttpClientResponse response) {
        MultiMap headers = response.headers();
        String correlationId = headers.get("mistral-correlation-id");
        return new AnswerHead(
                response.statusCode(),
                contentLength(headers.get("content-length")),
                correlationId != null ? correlationId : headers.get("x-request-id"),
                limits(headers),
                isEventStream(headers.get("content-type")),
                isCompressed(headers.get("content-encoding")));
    }

    private static boolean isEventStream(@Nullable String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase("text/event-stream");
    }

    private static boolean isCompressed(@Nullable String coding) {
        return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
    }

    private static Map<String, String> limits(MultiMap headers) {
        Map<String, String> limits = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            if (mayBeLimit(header.getKey())) {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                if (isLimit(name)) {
                    limits.put(name, header.getValue());
                }
            }
        }
        return limits;
    }

    private static boolean mayBeLimit(String name) {
        return !name.isEmpty() && "xXrR".indexOf(name.charAt(0)) >= 0;
    }

    private static boolean isLimit(String name) {
        return name.startsWith("x-ratelimit") || name.startsWith("ratelimit") || name.startsWith("retry-after");
    }

    private static long contentLength(@Nullable String value) {
        try {
            return value == null ? -1 : Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
