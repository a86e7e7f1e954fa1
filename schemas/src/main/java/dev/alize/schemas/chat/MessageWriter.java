package dev.alize.schemas.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import dev.alize.schemas.UrlReference;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages and what is in them, to JSON. */
final class MessageWriter {
    private final JsonGenerator out;

    MessageWriter(JsonGenerator out) {
        this.out = out;
    }

    void message(Message message) throws IOException {
        Members members = Members.open(out);
        if (!message.getRole().isEmpty()) {
            members.text("role", message.getRole());
        }
        content(members, message.getContent());
        members.list("tool_calls", message.getToolCalls(), this::toolCall);
        members.text("tool_call_id", message.getToolCallId());
        members.text("name", message.getName());
        members.close(message.getExtra());
    }

    private void content(Members members, @Nullable Object content) throws IOException {
        if (content instanceof List<?> parts) {
            members.list("content", parts, part -> part((ContentPart) part));
        } else {
            members.text("content", (String) content);
        }
    }

    private void part(ContentPart part) throws IOException {
        Members members = Members.open(out);
        members.text("type", part.getType());
        members.text("text", part.getText());
        members.value("image_url", part.getImageUrl(), this::url);
        members.value("document_url", part.getDocumentUrl(), this::url);
        members.close(part.getExtra());
    }

    private void url(UrlReference reference) throws IOException {
        if (reference.getBare()) {
            out.writeString(reference.getUrl());
            return;
        }
        Members members = Members.open(out);
        members.text("url", reference.getUrl());
        members.text("detail", reference.getDetail());
        members.close(reference.getExtra());
    }

    private void toolCall(ToolCall call) throws IOException {
        Members members = Members.open(out);
        members.text("id", call.getId());
        members.text("type", call.getType());
        members.value("function", call, this::function);
        members.close(call.getExtra());
    }

    private void function(ToolCall call) throws IOException {
        Members members = Members.open(out);
        members.text("name", call.getName());
        if (call.getArgumentsAreObject()) {
            members.json("arguments", call.getArguments());
        } else {
            members.text("arguments", call.getArguments());
        }
        members.close(call.getFunctionExtra());
    }
}
