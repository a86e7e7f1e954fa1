package dev.alize.diagnosis;

import dev.alize.domain.FailureKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The branches of the incident runbook's decision tree, and what lies beside it. */
public enum Cause {
    KEY("401 Authentication Failure", "The provider refused our key (401 or 403).", true),
    QUOTA("429 Rate Limited", "Our own quota at the provider was used up (429).", true),
    CAPACITY("Capacity Exceeded", "The provider had no capacity for us (429 or 503, code 3505).", true),
    SERVER("5xx Provider Failure", "The provider failed (5xx) or gave unreadable answers.", true),
    NETWORK("Network Errors", "The provider could not be reached, or connections to it broke.", true),
    TIMEOUT("Timeouts", "The provider did not answer in time.", true),
    SLOW("High Latency", "The provider answered much more slowly than usual.", true),
    OURS("Gateway Failure", "The fault lies with us: the gateway or its configuration.", true),
    POLICY("Blocked by Policy", "Policies or guardrails refused the requests; the provider worked.", false),
    CALLER("Invalid Requests", "The requests themselves could not be served; the provider worked.", false),
    UNKNOWN("Unexplained Failures", "The record does not say why the requests failed.", true),
    GAP("Monitoring Gap", "What is watched is not seen as a whole; requests are not harmed by that.", false);

    private final String title;
    private final String sentence;
    private final boolean incident;

    Cause(String title, String sentence, boolean incident) {
        this.title = title;
        this.sentence = sentence;
        this.incident = incident;
    }

    /** The name in records, such as {@code server}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The error type of the incident's title. */
    public String title() {
        return title;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether such failures make an incident; the others are answers that callers have to expect. */
    public boolean isIncident() {
        return incident;
    }

    /** @param kind code of a failure kind, or another reason of an audit event; null where there is none */
    public static Cause of(@Nullable String kind) {
        if (kind == null) {
            return UNKNOWN;
        }
        try {
            return of(FailureKind.valueOf(kind.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    private static Cause of(FailureKind kind) {
        return switch (kind) {
            case UNAUTHORIZED, FORBIDDEN, NOT_ENTITLED -> KEY;
            case RATE_LIMITED -> QUOTA;
            case CAPACITY_EXCEEDED -> CAPACITY;
            case PROVIDER_UNAVAILABLE, BROKEN_ANSWER, UNEXPECTED_STATUS, RESPONSE_TOO_LARGE -> SERVER;
            case PROXY_REFUSED, CONNECT_FAILED, CONNECTION_LOST -> NETWORK;
            case TIMEOUT -> TIMEOUT;
            case INTERNAL, REDISPATCH_LIMIT -> OURS;
            case GUARDRAIL_BLOCKED, POLICY_BLOCKED, LOW_QUALITY -> POLICY;
            case UNKNOWN_MODEL,
                    CONTEXT_LENGTH_EXCEEDED,
                    INVALID_REQUEST,
                    REQUEST_TOO_LARGE,
                    UNDECODABLE,
                    INVALID_RECORD,
                    ID_CONFLICT,
                    TENANT_MISMATCH,
                    CANCELLED,
                    NO_CAPABLE_TARGET -> CALLER;
            // They follow from something else, which the attempts tell.
            case DEADLINE_EXCEEDED, TARGETS_UNAVAILABLE -> UNKNOWN;
        };
    }
}
