package dev.alize.topology;

/** Names of the stages that have no policy's name, as metrics and {@code alize topology} show them. */
final class Stages {
    static final String REQUESTS = "requests";
    static final String CANCELS = "cancels";
    static final String RETRIES = "retries";
    static final String FALLBACKS = "fallbacks";
    static final String ANSWERS = "answers";
    static final String DECODE = "decode";
    static final String DECODE_CANCEL = "decode-cancel";
    static final String DECODE_RETRY = "decode-retry";
    static final String DECODE_FALLBACK = "decode-fallback";
    static final String WAIT = "wait";
    static final String ADMIT = "admit";
    static final String DISPATCH = "dispatch";
    static final String SETTLE = "settle";
    static final String ANSWER = "answer";
    static final String AUDIT = "audit";
    static final String RETRY_TICKETS = "retry-tickets";
    static final String FALLBACK_TICKETS = "fallback-tickets";
    static final String RESPONSES = "responses";
    static final String CHUNKS = "chunks";
    static final String DEAD_LETTERS = "dead-letters";
    static final String AUDIT_TRAIL = "audit-trail";
    static final String CHECKPOINTS = "audit-checkpoints";
    static final String ERASURES = "erasures";
    static final String FORGET = "forget";
    static final String BUDGETS = "budgets";
    static final String BUDGET_CLAIMS = "budget-claims";

    private Stages() {}

    /** The sink of a stage's records on a tenant's own topic. */
    static String ofTopic(String stage, String topic) {
        return stage + "." + topic;
    }

    /** The stage in which a policy judges answers. */
    static String ofAnswers(String policy) {
        return policy + ".response";
    }
}
