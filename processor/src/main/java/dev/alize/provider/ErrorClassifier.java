package dev.alize.provider;

import dev.alize.domain.FailureKind;
import dev.alize.provider.network.ProxyRefusedException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what a refusal means. The rows are those of Mistral's error glossary and of recorded and reported answers of
 * Mistral and OpenAI-compatible providers; a status decides first, the vendor's code and words refine it.
 */
final class ErrorClassifier {
    private static final int MAX_CODE = 64;
    private static final int PROXY_STATUS = 407;
    private static final String INVALID_MODEL = "1500";
    private static final String CAPACITY_EXCEEDED = "3505";
    private static final Set<String> CONTEXT_CODES = Set.of("context_length_exceeded", "request_too_large");
    private static final Set<String> MODEL_CODES = Set.of(INVALID_MODEL, "model_not_found", "invalid_model");
    private static final Set<String> PLAN_CODES = Set.of("insufficient_quota", "billing_hard_limit_reached");
    private static final Pattern TOO_LONG = Pattern.compile(
            "too large for model|prompt contains \\d+ tokens|maximum context length|exceeds? the context window");
    private static final Pattern NO_MODEL = Pattern.compile(
            "^invalid model\\b|\\bmodel \\S+ (?:does not exist|is not found)|not a valid model|supported api model names");
    private static final Pattern FULL = Pattern.compile("service tier capacity exceeded");
    private static final Pattern LIMIT_NAME = Pattern.compile("(?:x-)?ratelimit(?:bysize)?-limit(?:-.*)?");

    private ErrorClassifier() {}

    /** Never fails, whatever the body holds. */
    static Classified classify(Refusal refusal) {
        if (refusal.status() == PROXY_STATUS) {
            // A proxy sends a page for people; whoever reads ours needs to know which setting to look at.
            return new Classified(FailureKind.PROXY_REFUSED, null, ProxyRefusedException.UNAUTHENTICATED);
        }
        ErrorBody body = ErrorBody.of(refusal.body());
        String text = Redaction.clean(body.text(), refusal);
        String code = body.code() == null ? null : cut(Redaction.clean(body.code(), refusal));
        String message = text.isEmpty() ? "status " + refusal.status() + " without a message" : text;
        return new Classified(kind(refusal, body), code, message);
    }

    private static FailureKind kind(Refusal refusal, ErrorBody body) {
        String words = body.text().toLowerCase(Locale.ROOT);
        return switch (refusal.status()) {
            case 400, 422 -> kindOfBadRequest(body, words);
            case 401 -> FailureKind.UNAUTHORIZED;
            case 402 -> FailureKind.FORBIDDEN;
            case 403 -> body.guardrails() ? FailureKind.GUARDRAIL_BLOCKED : FailureKind.FORBIDDEN;
            case 404 -> FailureKind.UNKNOWN_MODEL;
            case 408 -> FailureKind.PROVIDER_UNAVAILABLE;
            case 413 -> FailureKind.CONTEXT_LENGTH_EXCEEDED;
            case 429 -> kindOfTooMany(refusal, body, words);
            default -> kindOfOther(refusal.status(), body, words);
        };
    }

    private static FailureKind kindOfBadRequest(ErrorBody body, String words) {
        if (isFull(body, words)) {
            return FailureKind.CAPACITY_EXCEEDED;
        }
        if (has(CONTEXT_CODES, body) || TOO_LONG.matcher(words).find()) {
            return FailureKind.CONTEXT_LENGTH_EXCEEDED;
        }
        return has(MODEL_CODES, body) || NO_MODEL.matcher(words).find()
                ? FailureKind.UNKNOWN_MODEL
                : FailureKind.INVALID_REQUEST;
    }

    private static FailureKind kindOfTooMany(Refusal refusal, ErrorBody body, String words) {
        if (isFull(body, words)) {
            return FailureKind.CAPACITY_EXCEEDED;
        }
        return has(PLAN_CODES, body) || hasLimitOfZero(refusal) ? FailureKind.NOT_ENTITLED : FailureKind.RATE_LIMITED;
    }

    private static FailureKind kindOfOther(int status, ErrorBody body, String words) {
        if (status < 500 || status > 599) {
            return FailureKind.UNEXPECTED_STATUS;
        }
        return isFull(body, words) ? FailureKind.CAPACITY_EXCEEDED : FailureKind.PROVIDER_UNAVAILABLE;
    }

    private static boolean isFull(ErrorBody body, String words) {
        return CAPACITY_EXCEEDED.equals(body.code()) || FULL.matcher(words).find();
    }

    private static boolean has(Set<String> codes, ErrorBody body) {
        return contains(codes, body.code()) || contains(codes, body.type());
    }

    private static boolean contains(Set<String> codes, @Nullable String code) {
        return code != null && codes.contains(code);
    }

    private static boolean hasLimitOfZero(Refusal refusal) {
        return refusal.limits().entrySet().stream()
                .anyMatch(limit -> LIMIT_NAME.matcher(limit.getKey()).matches()
                        && limit.getValue().strip().equals("0"));
    }

    private static String cut(String code) {
        return code.length() <= MAX_CODE ? code : code.substring(0, MAX_CODE);
    }
}
