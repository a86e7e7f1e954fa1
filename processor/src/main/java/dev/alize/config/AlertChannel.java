package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a receiver of alerts is reached. */
public sealed interface AlertChannel {
    /** The word in the file. */
    String type();

    /**
     * An incoming webhook of Slack, or of what takes its format.
     *
     * @param urlRef its URL, which is a secret
     */
    record Slack(SecretReference urlRef) implements AlertChannel {
        @Override
        public String type() {
            return "slack";
        }
    }

    /**
     * JSON, signed.
     *
     * @param url null where {@code urlRef} has it
     * @param urlRef null where {@code url} has it
     * @param secretRef key of the signature
     */
    record Webhook(@Nullable URI url, @Nullable SecretReference urlRef, SecretReference secretRef)
            implements AlertChannel {
        @Override
        public String type() {
            return "webhook";
        }
    }

    /**
     * PagerDuty's Events API v2.
     *
     * @param url where events go; default {@link #USUAL}
     * @param routingKeyRef integration key of the service
     */
    record PagerDuty(URI url, SecretReference routingKeyRef) implements AlertChannel {
        public static final URI USUAL = URI.create("https://events.pagerduty.com/v2/enqueue");

        @Override
        public String type() {
            return "pagerduty";
        }
    }

    /**
     * Mail by SMTP.
     *
     * @param host of the server
     * @param port 1 to 65,535; default 587, with TLS 465, without encryption 25
     * @param security default STARTTLS
     * @param usernameRef null, with {@code passwordRef}, where the server asks for no login
     * @param from address
     * @param to addresses, at least one
     */
    record Email(
            String host,
            int port,
            Security security,
            @Nullable SecretReference usernameRef,
            @Nullable SecretReference passwordRef,
            String from,
            List<String> to)
            implements AlertChannel {
        public static final Range<Integer> PORT = Range.of(1, 65_535);

        /** How the connection is encrypted. */
        public enum Security {
            STARTTLS(587),
            TLS(465),
            NONE(25);

            private final int port;

            Security(int port) {
                this.port = port;
            }

            public int port() {
                return port;
            }
        }

        public Email {
            to = List.copyOf(to);
            PORT.check("alerts.receivers port", port);
        }

        @Override
        public String type() {
            return "email";
        }
    }
}
