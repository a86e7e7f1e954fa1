package dev.alize.topology;

import java.util.List;

/**
 * The body of a call, in the dialect of its target.
 *
 * @param json the body
 * @param dropped names of the members that the dialect does not know and that were left out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TranslatedBody(byte[] json, List<String> dropped) {
    public TranslatedBody {
        dropped = List.copyOf(dropped);
    }
}
