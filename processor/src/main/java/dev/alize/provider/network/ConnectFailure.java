package dev.alize.provider.network;

import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why there is no connection, or why one was of no use. */
public final class ConnectFailure {
    private static final int MAX_CAUSES = 10;
    /** HTTP/2's error code for a request that the server did not look at. */
    private static final int REFUSED_STREAM = 7;

    private ConnectFailure() {}

    /** Such as {@code TLS: the server's certificate has expired}; what is not known by name is told as it is. */
    public static String describe(Throwable e) {
        String known = null;
        boolean tls = false;
        Throwable last = e;
        Throwable cause = e;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            tls |= cause instanceof SSLException;
            String named = nameOf(cause);
            known = named == null ? known : named;
            last = cause;
        }
        if (known != null) {
            return "TLS: the server's certificate " + known;
        }
        return tls ? "TLS: " + last : e.toString();
    }

    /** Whether an HTTP/2 server said that it did not look at the request. */
    public static boolean isUnread(HttpClientRequest broken, Throwable e) {
        return switch (e) {
            case StreamResetException reset -> reset.getCode() == REFUSED_STREAM;
            case HttpClosedException closed -> {
                GoAway last = closed.goAway();
                // One that we sent ourselves names none of our streams.
                yield last != null && last.getLastStreamId() > 0 && broken.streamId() > last.getLastStreamId();
            }
            default -> false;
        };
    }

    private static @Nullable String nameOf(Throwable e) {
        return switch (e) {
            case CertificateExpiredException ignored -> "has expired";
            case CertificateNotYetValidException ignored -> "is not valid yet; is the clock right?";
            case CertPathBuilderException ignored ->
                "is signed by no trusted authority; its authority goes into ca_file";
            case CertPathValidatorException invalid -> nameOf(invalid.getReason());
            case CertificateException other ->
                isAboutNames(other) ? "is for another host (" + other.getMessage() + ")" : null;
            default -> null;
        };
    }

    private static @Nullable String nameOf(CertPathValidatorException.Reason reason) {
        return reason == BasicReason.EXPIRED ? "has expired" : reason == BasicReason.REVOKED ? "is revoked" : null;
    }

    private static boolean isAboutNames(CertificateException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("No subject alternative") || message.startsWith("No name matching");
    }
}
