package dev.alize.bench;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How streams are measured.
 *
 * @param streams open at a time in the first part, 1 or more
 * @param many open at a time in the second part, 1 or more
 * @param tokenInterval from one delta of a stream to the next, whole milliseconds, 1 or more
 * @param tokens deltas of each stream; a number without a common divisor with the streams spreads these evenly over the
 *     interval
 * @param warmUpSeconds from the first stream until deltas count; at least as long as a stream, so that all are open
 * @param seconds how long is measured, 1 or more
 * @param rig what is measured
 */
public record StreamingOptions(
        int streams, int many, Duration tokenInterval, int tokens, int warmUpSeconds, int seconds, RigOptions rig) {
    /** The target's timeout is 60 s, and the stream must be over by then. */
    private static final int LONGEST_SECONDS = 50;

    public StreamingOptions {
        if (streams < 1 || many < 1 || tokens < 1 || seconds < 1 || tokenInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "streams, many, tokens, seconds, token interval: got %d, %d, %d, %d, %s, expected 1 or more, 1 ms or more"
                            .formatted(streams, many, tokens, seconds, tokenInterval));
        }
        double length = tokenInterval.multipliedBy(tokens).toMillis() / 1e3;
        if (length > LONGEST_SECONDS || warmUpSeconds < length) {
            throw new IllegalArgumentException(
                    "a stream takes %.1f s and the warm-up %d s, expected at most %d s, and a warm-up as long as a stream"
                            .formatted(length, warmUpSeconds, LONGEST_SECONDS));
        }
        rig = rig.orElse("max_open_calls", Integer.toString(2 * Math.max(streams, many)));
    }

    /** Nanoseconds between the starts of two streams, so that so many are open at a time. */
    long startInterval(int open) {
        return Math.max(1, tokenInterval.toNanos() * tokens / open);
    }

    /** Streams to be started until the end of what is measured. */
    int starts(int open) {
        return Math.toIntExact(Duration.ofSeconds(warmUpSeconds + seconds).toNanos() / startInterval(open));
    }

    /** Deltas that so many streams have in what is measured. */
    double due(int open) {
        return open * seconds * 1e3 / tokenInterval.toMillis();
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("streams", streams);
        json.put("many_streams", many);
        json.put("token_interval_ms", tokenInterval.toMillis());
        json.put("tokens", tokens);
        json.put("warm_up_seconds", warmUpSeconds);
        json.put("seconds", seconds);
    }
}
