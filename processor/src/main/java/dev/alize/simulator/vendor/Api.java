package dev.alize.simulator.vendor;

/** The endpoints that complete something; both answer in the same form. */
public enum Api {
    /** {@code POST /v1/chat/completions}. */
    CHAT("/v1/chat/completions", "mistral-chat-completion-request"),
    /** {@code POST /v1/fim/completions}: the code between a prompt and a suffix. */
    CODE("/v1/fim/completions", "mistral-fim-completion-request");

    private final String path;
    private final String schema;

    Api(String path, String schema) {
        this.path = path;
        this.schema = "/dev/alize/simulator/" + schema + ".schema.json";
    }

    /** Where it is served. */
    public String path() {
        return path;
    }

    /** Resource with the vendor's schema of the request body. */
    String schema(Dialect dialect) {
        return switch (dialect) {
            case MISTRAL -> schema;
            case OPENAI -> "/dev/alize/simulator/openai-chat-completion-request.schema.json";
        };
    }
}
