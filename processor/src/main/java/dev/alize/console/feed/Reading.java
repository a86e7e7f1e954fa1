package dev.alize.console.feed;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far one reader of the feed is: what it knows, from its first reading to the end on, and when a broker last answered
 * it. Written by one thread, asked by any.
 *
 * @param <T> what it knows
 */
final class Reading<T> {
    private volatile @Nullable T book;
    private volatile long heardAt = Long.MIN_VALUE;

    /** A broker answered. */
    void heard(long nowMs) {
        heardAt = nowMs;
    }

    /** This book has been read to the end, and replaces what was known. */
    void hasRead(T read) {
        book = read;
    }

    boolean knows(T read) {
        return book == read;
    }

    /** Empty before the first reading to the end. */
    Optional<T> book() {
        return Optional.ofNullable(book);
    }

    /** Milliseconds since a broker last answered; empty where none ever did. */
    OptionalLong silence(long nowMs) {
        long at = heardAt;
        return at == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(Math.max(0, nowMs - at));
    }
}
