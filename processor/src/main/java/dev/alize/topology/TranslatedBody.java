package dev.alize.topology;

import dev.alize.schemas.chat.dialect.ToolCallIds;
import java.util.List;

/**
 * The body of a call, in the dialect of its target.
 *
 * @param json the body
 * @param ids what tool calls are called on either side
 * @param dropped names of the members that the dialect does not know and that were left out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TranslatedBody(byte[] json, ToolCallIds ids, List<String> dropped) {
    public TranslatedBody {
        dropped = List.copyOf(dropped);
    }
}
