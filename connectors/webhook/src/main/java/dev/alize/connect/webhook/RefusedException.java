package dev.alize.connect.webhook;

import org.apache.kafka.connect.errors.ConnectException;

/**
 * A response that will not be posted, or not any more. Connect writes class and message into the headers of the dead letter.
 * The message holds no data, no path and no query.
 */
public final class RefusedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
