package dev.alize.metrics.health;

/** How much of its bounds an instance uses now. Asked from any thread; answers at once. */
public interface Levels {
    /** Calls made whose answer has not come. */
    long openCalls();

    /** Most calls open at once. */
    long maxOpenCalls();

    /** Bytes of open requests and of answers that are not settled. */
    long openBytes();

    /** Most bytes held at once. */
    long maxOpenBytes();

    /** Calls that wait for a commit or for room before they are made. */
    long waiting();

    /** Requests held behind an earlier one with their ordering key. */
    default long held() {
        return 0;
    }

    /** Requests that wait for the time of their next attempt. */
    default long delayed() {
        return 0;
    }

    /** Requests that wait for the verdict of a policy that asks somebody. */
    default long parked() {
        return 0;
    }

    /** Tokens that the calls that wait are thought to need. */
    default long waitingTokens() {
        return 0;
    }

    /** When the first of the calls that wait expires, in milliseconds since 1970; {@link Long#MAX_VALUE} for none. */
    default long nextExpiry() {
        return Long.MAX_VALUE;
    }

    /** Bytes of answers that the response cache keeps, about. */
    default long cachedBytes() {
        return 0;
    }

    /** Whether requests are read from Kafka. */
    boolean intakeOpen();
}
