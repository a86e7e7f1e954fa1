package dev.alize.alerts.send;

import dev.alize.domain.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a receiver is.
 *
 * @param given null where a secret has it
 * @param secret null where it is given
 */
record Address(@Nullable URI given, @Nullable Secret secret) {
    /**
     * As it is now.
     *
     * @throws UnusableException where the secret cannot be read or is no URL; the message never has it
     */
    URI now() throws UnusableException {
        if (given != null || secret == null) {
            return Objects.requireNonNull(given);
        }
        try {
            URI uri = new URI(secret.reveal().strip());
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, without the text that the exception holds.
        } catch (IllegalStateException e) {
            throw new UnusableException(String.valueOf(e.getMessage()));
        }
        throw new UnusableException(secret + " holds no http or https URL");
    }

    /** It is known nowhere. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String why) {
            super(why);
        }
    }
}
