package dev.alize.tracing;

/** Names of attributes: OpenTelemetry's, of which those for generative AI are in development, and our own. */
final class Names {
    static final String GEN_AI_OPERATION = "gen_ai.operation.name";
    static final String GEN_AI_PROVIDER = "gen_ai.provider.name";
    static final String GEN_AI_MODEL = "gen_ai.request.model";
    static final String GEN_AI_INPUT = "gen_ai.usage.input_tokens";
    static final String GEN_AI_OUTPUT = "gen_ai.usage.output_tokens";
    static final String HTTP_STATUS = "http.response.status_code";
    static final String ERROR = "error.type";
    static final String SYSTEM = "messaging.system";
    static final String OPERATION = "messaging.operation.type";
    static final String DESTINATION = "messaging.destination.name";

    static final String REQUEST = "alize.request.id";
    static final String TENANT = "alize.tenant";
    static final String TARGET = "alize.target";
    static final String ATTEMPT = "alize.attempt";
    static final String STATUS = "alize.status";
    static final String REASON = "alize.reason";
    /** A policy's name follows. */
    static final String POLICY = "alize.policy.";

    private Names() {}
}
