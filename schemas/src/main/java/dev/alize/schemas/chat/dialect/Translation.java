package dev.alize.schemas.chat.dialect;

import java.util.List;

/**
 * A request in the words of one dialect.
 *
 * @param body what to send, in UTF-8; its owner may not change it
 * @param dropped the members that were left out or changed with a loss, such as {@code logit_bias} or
 *     {@code messages[].name}; sorted, each once, never a value. Nulls that were left out are not named
 * @param ids how to give the answer's tool calls the ids that the request's producer knows
 */
public record Translation(byte[] body, List<String> dropped, ToolCallIds ids) {
    public Translation {
        dropped = List.copyOf(dropped);
    }
}
