package dev.alize.calls;

/**
 * Where a call says what it comes to: any number of parts, then at most one result. Any thread, one at a time.
 *
 * @param <P> a part of a streamed result
 * @param <R> the result
 */
public interface Line<P, R> {
    /** @param bytes what the part holds until it is written, about */
    void part(P part, long bytes);

    void done(R result);
}
