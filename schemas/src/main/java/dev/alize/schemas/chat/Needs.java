package dev.alize.schemas.chat;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target must be able to do to serve a request.
 *
 * @param hasImages whether a message shows an image
 * @param hasTools whether there are tools to call, or calls and results of tools in the conversation
 * @param wantsJson whether the answer shall be JSON, with or without a schema
 * @param isStreamed whether the answer shall come in chunks
 * @param isFim whether code is to be completed between a prompt and a suffix
 */
public record Needs(boolean hasImages, boolean hasTools, boolean wantsJson, boolean isStreamed, boolean isFim) {
    public static Needs of(CompletionRequest request) {
        boolean fim = request.getEndpoint() == Endpoint.FIM;
        boolean images = false;
        boolean tools = !fim && hasTools(request);
        for (Message message : request.getMessages()) {
            images |= showsImage(message.getContent());
            tools |= isNotEmpty(message.getToolCalls()) || message.getRole().equals("tool");
        }
        boolean streamed = Boolean.TRUE.equals(request.getStream());
        boolean json = !fim && wantsJson(request.getParameters().getResponseFormat());
        return new Needs(images, tools, json, streamed, fim);
    }

    private static boolean hasTools(CompletionRequest request) {
        String untyped = request.getExtra().get("tools");
        boolean there = untyped != null && untyped.indexOf('{') >= 0;
        return there || isNotEmpty(request.getParameters().getTools());
    }

    private static boolean isNotEmpty(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static boolean showsImage(@Nullable Object content) {
        return content instanceof List<?> parts
                && parts.stream()
                        .anyMatch(part -> ((ContentPart) part).getType().equals("image_url"));
    }

    /** The names cannot stand in the JSON of the plain form, text, which has no members beside its type. */
    private static boolean wantsJson(@Nullable String format) {
        return format != null && (format.contains("\"json_object\"") || format.contains("\"json_schema\""));
    }
}
