package dev.alize.routing;

/** What a probe saw. */
public enum ProbeResult {
    /** The target answers and accepts the key. */
    ANSWERED,
    /** It answers with 401 or 403. */
    REFUSED,
    /** It does not answer, or not as it should. */
    FAILED
}
