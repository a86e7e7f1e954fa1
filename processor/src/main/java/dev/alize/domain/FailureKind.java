package dev.alize.domain;

import java.util.Locale;

/**
 * Every way in which a request can fail, with what follows from it. The provider's kinds are the rows of the error
 * table that the provider's documentation and recorded traffic gave.
 */
public enum FailureKind {
    /** 400 {@code 1500}, 404: the provider does not know the model. */
    UNKNOWN_MODEL(Blame.CALLER, false, true, false),
    /** The prompt is longer than the model's window. */
    CONTEXT_LENGTH_EXCEEDED(Blame.CALLER, false, true, false),
    /** 400 or 422: the provider does not accept the body. */
    INVALID_REQUEST(Blame.CALLER, false, false, false),
    /** 401: the key is missing, wrong or revoked. */
    UNAUTHORIZED(Blame.OPERATOR, false, true, false),
    /** 403: the key has no right to the model. */
    FORBIDDEN(Blame.OPERATOR, false, true, false),
    /** 407, or a refused tunnel: the proxy does not let us through. Nothing reached the provider. */
    PROXY_REFUSED(Blame.OPERATOR, false, true, false),
    /** 429 with a limit of 0: the plan gives this model no quota. */
    NOT_ENTITLED(Blame.OPERATOR, false, true, false),
    /** 403 with a guardrail: the provider's own policy blocked the request. */
    GUARDRAIL_BLOCKED(Blame.POLICY, false, false, false),
    /** A policy of the chain blocked the request. */
    POLICY_BLOCKED(Blame.POLICY, false, false, false),
    /** A policy wants another answer than this one: another attempt, or another target's. */
    LOW_QUALITY(Blame.POLICY, true, true, false),
    /** 429: our quota is used up. */
    RATE_LIMITED(Blame.OUR_QUOTA, true, true, false),
    /** 429 or 503 {@code 3505}: the provider's backend is full. */
    CAPACITY_EXCEEDED(Blame.PROVIDER, true, true, true),
    /** 408 and 5xx. */
    PROVIDER_UNAVAILABLE(Blame.PROVIDER, true, true, true),
    /** 200 with an empty, truncated or otherwise unreadable body. */
    BROKEN_ANSWER(Blame.PROVIDER, true, true, true),
    /** Any other status. */
    UNEXPECTED_STATUS(Blame.PROVIDER, false, true, true),
    /** The connection could not be made: refused, DNS, TLS. Nothing was sent. */
    CONNECT_FAILED(Blame.NETWORK, true, true, true),
    /** The connection broke after the request was sent; it may have been billed. */
    CONNECTION_LOST(Blame.NETWORK, true, true, true),
    /** No answer in time; the request may have been billed. */
    TIMEOUT(Blame.NETWORK, true, true, true),
    /** The answer does not fit into a Kafka record. */
    RESPONSE_TOO_LARGE(Blame.PROVIDER, false, true, false),
    /** The request does not fit into the store. */
    REQUEST_TOO_LARGE(Blame.CALLER, false, false, false),
    /** The record could not be decoded. */
    UNDECODABLE(Blame.CALLER, false, false, false),
    /** The record was decoded, but breaks a rule of the request format. */
    INVALID_RECORD(Blame.CALLER, false, false, false),
    /** The identity was used before, with another body. */
    ID_CONFLICT(Blame.CALLER, false, false, false),
    /** The record names a tenant that it may not name on its topic. */
    TENANT_MISMATCH(Blame.CALLER, false, false, false),
    /** The request was dispatched again too often after crashes. */
    REDISPATCH_LIMIT(Blame.OPERATOR, false, false, false),
    /** The deadline passed. */
    DEADLINE_EXCEEDED(Blame.CALLER, false, false, false),
    /** The caller cancelled the request. */
    CANCELLED(Blame.CALLER, false, false, false),
    /** No configured target can do what the request needs. */
    NO_CAPABLE_TARGET(Blame.CALLER, false, false, false),
    /** No target took calls until the request became too old. */
    TARGETS_UNAVAILABLE(Blame.PROVIDER, true, false, false),
    /** A bug of ours. */
    INTERNAL(Blame.OPERATOR, false, true, false);

    private final Blame blame;
    private final boolean retryable;
    private final boolean fallbackAllowed;
    private final boolean countsAgainstBreaker;

    FailureKind(Blame blame, boolean retryable, boolean fallbackAllowed, boolean countsAgainstBreaker) {
        this.blame = blame;
        this.retryable = retryable;
        this.fallbackAllowed = fallbackAllowed;
        this.countsAgainstBreaker = countsAgainstBreaker;
    }

    public Blame blame() {
        return blame;
    }

    /** Whether the same request may succeed on the same target later. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether another target may serve the request. */
    public boolean fallbackAllowed() {
        return fallbackAllowed;
    }

    /** Whether the failure says something about the target's health. */
    public boolean countsAgainstBreaker() {
        return countsAgainstBreaker;
    }

    /** The name used in schemas, metrics and documentation, such as {@code rate_limited}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
