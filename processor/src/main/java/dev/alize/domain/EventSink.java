package dev.alize.domain;

import org.jspecify.annotations.Nullable;

/** Takes the events of a streamed answer: in their order, one at a time, on a thread of the provider. */
@FunctionalInterface
public interface EventSink {
    /**
     * Takes the data of one event; never the closing {@code [DONE]}, an empty one, or a vendor's error.
     *
     * @param data JSON as it came, not yet known to be well-formed; not changed afterwards
     * @return null, or what is wrong with the event, without any text of it: the attempt then ends as a broken answer
     */
    @Nullable
    String accept(byte[] data);
}
