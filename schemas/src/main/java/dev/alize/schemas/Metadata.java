package dev.alize.schemas;

import java.util.Map;
import java.util.stream.Collectors;

/** Names in a request's metadata that the connectors use; the response brings them back. */
public final class Metadata {
    /** All of them begin so; no other name should. */
    public static final String PREFIX = "alize.";

    /** Where the response shall be posted, an http or https URL. */
    public static final String CALLBACK_URL = "alize.callback_url";

    /** The batch that the request is a line of. */
    public static final String BATCH_ID = "alize.batch_id";

    /** What the line calls itself. */
    public static final String BATCH_CUSTOM_ID = "alize.batch_custom_id";

    /** The ingress' own note of the body, a hash. */
    public static final String INGRESS_BODY = "alize.ingress_body";

    private Metadata() {}

    /** What the connectors need of it. */
    public static Map<String, String> reserved(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(PREFIX))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
