package dev.alize.schemas.chat;

import static dev.alize.schemas.chat.Fit.rest;
import static dev.alize.schemas.chat.Fit.take;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import dev.alize.schemas.UrlReference;
import org.jspecify.annotations.Nullable;

/** Messages and what is in them, from JSON. */
final class MessageReader {
    private MessageReader() {}

    /** A message of any JSON object; its role is empty where the object has none. */
    static Message message(JsonNode object) {
        return message(object, MessageReader::toolCall);
    }

    /** A part of a streamed message, in which a tool call may be without its name: then that is empty. */
    static Message delta(JsonNode object) {
        return message(object, MessageReader::toolCallPart);
    }

    private static Message message(JsonNode object, Fit.Reading<ToolCall> toolCall) {
        Message message = new Message();
        message.setRole("");
        message.setExtra(rest(object, (name, value) -> switch (name) {
            case "role" -> take(Fit.word(value), message::setRole);
            case "content" -> take(content(value), message::setContent);
            case "tool_calls" -> take(Fit.list(value, toolCall), message::setToolCalls);
            case "tool_call_id" -> take(Fit.text(value), message::setToolCallId);
            case "name" -> take(Fit.text(value), message::setName);
            default -> false;
        }));
        return message;
    }

    private static @Nullable Object content(JsonNode value) {
        return value.isTextual() ? Fit.text(value) : Fit.list(value, MessageReader::part);
    }

    private static @Nullable ContentPart part(JsonNode value) {
        String type = Fit.text(value.path("type"));
        if (type == null) {
            return null;
        }
        ContentPart part = new ContentPart();
        part.setType(type);
        part.setExtra(rest(value, (name, member) -> switch (name) {
            case "type" -> true;
            case "text" -> take(Fit.text(member), part::setText);
            case "image_url" -> take(url(member), part::setImageUrl);
            case "document_url" -> take(url(member), part::setDocumentUrl);
            default -> false;
        }));
        return part;
    }

    private static @Nullable UrlReference url(JsonNode value) {
        String url = Fit.text(value.isObject() ? value.path("url") : value);
        if (url == null) {
            return null;
        }
        UrlReference reference = new UrlReference();
        reference.setUrl(url);
        reference.setBare(value.isTextual());
        reference.setExtra(rest(value, (name, member) -> switch (name) {
            case "url" -> true;
            case "detail" -> take(Fit.text(member), reference::setDetail);
            default -> false;
        }));
        return reference;
    }

    private static @Nullable ToolCall toolCall(JsonNode value) {
        return Fit.text(value.path("function").path("name")) == null ? null : toolCallPart(value);
    }

    private static @Nullable ToolCall toolCallPart(JsonNode value) {
        if (!value.isObject()) {
            return null;
        }
        JsonNode function = value.path("function");
        ToolCall call = new ToolCall();
        call.setName("");
        call.setExtra(rest(value, (name, member) -> switch (name) {
            case "id" -> take(Fit.text(member), call::setId);
            case "type" -> take(Fit.text(member), call::setType);
            case "function" -> member.isObject();
            default -> false;
        }));
        call.setFunctionExtra(rest(function, (name, member) -> switch (name) {
            case "name" -> take(Fit.text(member), call::setName);
            case "arguments" -> take(arguments(member), call::setArguments);
            default -> false;
        }));
        call.setArgumentsAreObject(function.path("arguments").isObject());
        return call;
    }

    private static @Nullable String arguments(JsonNode value) {
        return value.isObject() ? Json.text(value) : Fit.text(value);
    }
}
