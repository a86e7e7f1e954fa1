package dev.alize.schemas.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A call of the schema registry failed. */
public final class RegistryException extends KafkaException {
    private static final long serialVersionUID = 1L;

    /** Code of a schema id that the registry does not have. */
    public static final int NO_SUCH_SCHEMA = 40403;

    /** Our own code for a schema that is there and cannot be used: not Avro, or not to be parsed. */
    public static final int UNUSABLE_SCHEMA = -1;

    private final int status;
    private final int code;
    private final boolean retryable;

    RegistryException(String message, int status, int code, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
        this.retryable = retryable;
    }

    /** The HTTP status, 0 where there was no answer. */
    public int status() {
        return status;
    }

    /** The registry's {@code error_code} such as 40403, 0 where it gave none. */
    public int code() {
        return code;
    }

    /** Whether the same call may succeed later: no answer, time-out, 408, 429, 5xx. */
    public boolean isTransient() {
        return retryable;
    }

    /** Whether the id will not lead to a usable schema, however often it is asked for. */
    public boolean isUnknownSchema() {
        return code == NO_SUCH_SCHEMA || code == UNUSABLE_SCHEMA;
    }
}
