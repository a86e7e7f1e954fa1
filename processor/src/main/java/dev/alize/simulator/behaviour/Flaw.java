package dev.alize.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a stream. Each comes after a number of chunks, counted from the one with the role; where the
 * stream has fewer, it comes before {@code [DONE]}.
 */
public sealed interface Flaw {
    /** After how many chunks; 0 for before the first, with the head of the answer already sent. */
    int after();

    /**
     * The connection closes (for HTTP/2 RST_STREAM).
     *
     * @param inside whether the first half of the next event still comes
     */
    record Cut(int after, boolean inside) implements Flaw {
        public Cut {
            requireNotNegative(after);
        }
    }

    /** Nothing more comes, and the connection stays open until the client leaves. */
    record Stall(int after) implements Flaw {
        public Stall {
            requireNotNegative(after);
        }
    }

    /** The last chunk comes a second time; then the stream goes on. */
    record Repeat(int after) implements Flaw {
        public Repeat {
            if (after < 1) {
                throw new IllegalArgumentException("after is %d, expected 1 or more to repeat".formatted(after));
            }
        }
    }

    /**
     * An error comes as an event; then the answer ends without {@code [DONE]}.
     *
     * @param status that chooses the vendor's usual body; 400 to 599
     * @param code the vendor's error code, such as {@code 3505}; null for an error without one
     * @param wrapped whether it stands inside {@code {"error": ...}}
     */
    record ErrorEvent(int after, int status, @Nullable String code, boolean wrapped) implements Flaw {
        public ErrorEvent {
            requireNotNegative(after);
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status is %d, expected 400 to 599".formatted(status));
            }
        }
    }

    /** The answer ends, as HTTP asks for it but without {@code [DONE]}. */
    record Quit(int after) implements Flaw {
        public Quit {
            requireNotNegative(after);
        }
    }

    /** An event comes that is not JSON; then the stream goes on. */
    record Garbage(int after) implements Flaw {
        public Garbage {
            requireNotNegative(after);
        }
    }

    /**
     * A delta of great length comes; then the stream goes on.
     *
     * @param characters of its content, 1 to 64 Mi
     */
    record LongEvent(int after, int characters) implements Flaw {
        private static final int MOST = 64 * 1024 * 1024;

        public LongEvent {
            requireNotNegative(after);
            if (characters < 1 || characters > MOST) {
                throw new IllegalArgumentException("characters are %d, expected 1 to %d".formatted(characters, MOST));
            }
        }
    }

    private static void requireNotNegative(int after) {
        if (after < 0) {
            throw new IllegalArgumentException("after is %d, expected 0 or more".formatted(after));
        }
    }
}
