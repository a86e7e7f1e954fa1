package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.UrlReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of a message's content in OpenAI's dialect. Parts that only Mistral has are left out; unknown ones pass. */
final class OpenAiParts {
    private static final String PATH = "messages[].content[].";

    private final Dropped dropped;

    OpenAiParts(Dropped dropped) {
        this.dropped = dropped;
    }

    List<ContentPart> all(List<?> parts, String role) {
        List<ContentPart> said = new ArrayList<>(parts.size());
        for (Object part : parts) {
            ContentPart one = one((ContentPart) part, role.equals("user"));
            if (one != null) {
                said.add(one);
            }
        }
        return said;
    }

    /** @param user whether the user speaks: OpenAI takes pictures, sounds and files from nobody else */
    private @Nullable ContentPart one(ContentPart part, boolean user) {
        return switch (part.getType()) {
            case "image_url" -> user ? image(part) : gone("image_url");
            case "document_url" -> user ? document(part) : gone("document_url");
            case "file" -> user && part.getExtra().containsKey("file") ? part : gone("file");
            case "input_audio" ->
                user && Extra.json(part.getExtra().get("input_audio")).isObject() ? part : gone("input_audio");
            case "thinking" -> gone("thinking");
            case "reference" -> gone("reference");
            default -> part;
        };
    }

    private @Nullable ContentPart gone(String what) {
        dropped.known(PATH + what);
        return null;
    }

    private static ContentPart image(ContentPart part) {
        UrlReference image = part.getImageUrl();
        if (image == null || !image.getBare()) {
            return part;
        }
        UrlReference object = Shallow.copy(image, new UrlReference());
        object.setBare(false);
        ContentPart said = Shallow.copy(part, new ContentPart());
        said.setImageUrl(object);
        return said;
    }

    /** A document whose data is in its URL is OpenAI's file; it fetches none from elsewhere. */
    private @Nullable ContentPart document(ContentPart part) {
        UrlReference document = part.getDocumentUrl();
        if (document == null || !document.getUrl().startsWith("data:")) {
            return gone("document_url");
        }
        String name = Extra.text(part.getExtra().get("document_name"));
        ObjectNode file = JsonNodeFactory.instance
                .objectNode()
                .put("filename", name == null ? "document" : name)
                .put("file_data", document.getUrl());
        return ContentPartOf.type("file", Map.of("file", file.toString()));
    }
}
