package dev.alize.topology.judging;

import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import java.util.List;
import java.util.Map;

/**
 * Which text of a message: the content, or a member that the schema does not know, such as what a model thinks.
 *
 * @param part type of the content part that has the member; empty for a member of the message
 * @param member name of the member
 * @param list whether the text stands in a list of text parts
 */
record TextName(String part, String member, boolean list) {
    /** No part of the content. */
    static final String NO_PART = "";

    /** The content, or the text parts of it. */
    static final TextName CONTENT = new TextName(NO_PART, "content", false);

    /** A message that says this text and nothing else. */
    Message message(String text) {
        Message.Builder message = Message.newBuilder().setRole("");
        if (equals(CONTENT)) {
            return message.setContent(text).build();
        }
        Map<String, String> extra = Map.of(member, JsonTexts.write(list, text));
        if (part.isEmpty()) {
            return message.setExtra(extra).build();
        }
        ContentPart holder =
                ContentPart.newBuilder().setType(part).setExtra(extra).build();
        return message.setContent(List.of(holder)).build();
    }
}
