package dev.alize.ingress.config;

import java.time.Duration;

/**
 * What keeps one instance within its memory and time.
 *
 * @param drain how long an orderly stop waits for open requests
 */
public record Limits(Body body, Waiting waiting, Connections connections, Duration drain) {
    /**
     * One request's.
     *
     * @param bytes of a body
     * @param headerBytes of all headers, and of the first line
     * @param timeout from the headers to the end of the body
     */
    public record Body(long bytes, int headerBytes, Duration timeout) {}

    /**
     * Of requests that are open.
     *
     * @param requests that wait at once
     * @param bytes of bodies that are read or written, and of streams that clients have not read, together
     * @param timeout how long a caller waits for its response
     * @param longPoll longest {@code wait} of a look
     * @param streamBytes that one client's stream may be behind
     */
    public record Waiting(int requests, long bytes, Duration timeout, Duration longPoll, long streamBytes) {}

    /**
     * Of connections.
     *
     * @param most at once
     * @param keepAlive how long one may be without a request
     * @param heartbeat after which a stream without news sends a comment
     */
    public record Connections(int most, Duration keepAlive, Duration heartbeat) {}
}
