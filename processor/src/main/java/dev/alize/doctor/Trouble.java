package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import dev.alize.domain.FailureKind;
import dev.alize.provider.Obstacle;
import org.jspecify.annotations.Nullable;

/** The branches of the runbook's decision tree. */
enum Trouble {
    KEY(Severity.P1, "the key is refused: missing, wrong or revoked"),
    RIGHTS(Severity.P1, "the key has no right to this"),
    ENTITLEMENT(Severity.P1, "the plan gives no quota (a limit of 0)"),
    QUOTA(Severity.P2, "our quota is used up"),
    CAPACITY(Severity.P2, "the provider's backend is full; our quota is not"),
    SERVER(Severity.P2, "the provider fails"),
    STRANGE(Severity.P2, "an answer that no provider should give"),
    TIMEOUT(Severity.P2, "no answer in time"),
    DNS(Severity.P2, "the host's name has no address"),
    REFUSED(Severity.P2, "the connection is refused"),
    TLS(Severity.P2, "no trusted TLS connection"),
    PROXY(Severity.P2, "the proxy does not let us through"),
    LOST(Severity.P2, "the connection breaks before an answer"),
    NETWORK(Severity.P2, "the network fails");

    private final Severity severity;
    private final String says;

    Trouble(Severity severity, String says) {
        this.severity = severity;
        this.says = says;
    }

    Severity severity() {
        return severity;
    }

    /** Whether some calls succeed all the same: a quota or a backend that is full has room again a moment later. */
    boolean passes() {
        return this == QUOTA || this == CAPACITY;
    }

    String says() {
        return says;
    }

    /** Empty (null) where the answer says that the target is there. */
    static @Nullable Trouble of(int status, @Nullable FailureKind kind) {
        if (kind == null || status == 404 || status == 405 || status == 501) {
            return null;
        }
        return switch (kind) {
            case UNAUTHORIZED -> KEY;
            case FORBIDDEN -> RIGHTS;
            case NOT_ENTITLED -> ENTITLEMENT;
            case RATE_LIMITED -> QUOTA;
            case CAPACITY_EXCEEDED -> CAPACITY;
            case PROVIDER_UNAVAILABLE -> SERVER;
            case PROXY_REFUSED -> PROXY;
            default -> STRANGE;
        };
    }

    static Trouble of(Obstacle obstacle) {
        return switch (obstacle) {
            case KEY -> KEY;
            case DNS -> DNS;
            case REFUSED -> REFUSED;
            case TLS -> TLS;
            case PROXY -> PROXY;
            case TIMEOUT -> TIMEOUT;
            case LOST -> LOST;
            case OTHER -> NETWORK;
        };
    }
}
