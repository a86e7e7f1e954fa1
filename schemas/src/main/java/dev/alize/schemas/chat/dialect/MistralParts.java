package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.UrlReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of a message's content in Mistral's dialect. A part that it does not have is left out. */
final class MistralParts {
    private static final String PATH = "messages[].content[].";
    private static final Set<String> DETAILS = Set.of("low", "auto", "high");

    private final Dropped dropped;

    MistralParts(Dropped dropped) {
        this.dropped = dropped;
    }

    List<ContentPart> all(List<?> parts, String role) {
        List<ContentPart> said = new ArrayList<>(parts.size());
        for (Object part : parts) {
            ContentPart one = one((ContentPart) part);
            if (one != null
                    && role.equals("system")
                    && !one.getType().equals("text")
                    && !one.getType().equals("thinking")) {
                dropped.known(PATH + one.getType());
            } else if (one != null) {
                said.add(one);
            }
        }
        return said;
    }

    private @Nullable ContentPart one(ContentPart part) {
        return switch (part.getType()) {
            case "text" -> text(part, part.getText());
            case "refusal" -> text(part, Extra.text(part.getExtra().get("refusal")));
            case "image_url" -> image(part, part.getImageUrl());
            case "document_url" -> document(part, part.getDocumentUrl());
            case "file" -> file(part);
            case "input_audio" -> audio(part);
            case "thinking" -> own(part, "thinking", Set.of("thinking", "closed"));
            case "reference" -> own(part, "reference_ids", Set.of("reference_ids"));
            default -> gone("(other)");
        };
    }

    private @Nullable ContentPart gone(String what) {
        dropped.known(PATH + what);
        return null;
    }

    private ContentPart part(String type, Map<String, String> extra, Set<String> known) {
        return ContentPartOf.type(type, Extra.only(extra, known, PATH, dropped));
    }

    private @Nullable ContentPart text(ContentPart part, @Nullable String text) {
        if (text == null) {
            return gone(part.getType());
        }
        Map<String, String> extra = new HashMap<>(part.getExtra());
        extra.remove("refusal");
        ContentPart said = part("text", extra, Set.of());
        said.setText(text);
        return said;
    }

    private @Nullable ContentPart image(ContentPart part, @Nullable UrlReference image) {
        if (image == null) {
            return gone("image_url");
        }
        ContentPart said = part("image_url", part.getExtra(), Set.of());
        UrlReference url = Shallow.copy(image, new UrlReference());
        url.setExtra(Extra.only(image.getExtra(), Set.of(), PATH + "image_url.", dropped));
        if (image.getDetail() != null && !DETAILS.contains(image.getDetail())) {
            url.setDetail(null);
            dropped.known(PATH + "image_url.detail");
        }
        said.setImageUrl(url);
        return said;
    }

    private @Nullable ContentPart document(ContentPart part, @Nullable UrlReference document) {
        if (document == null) {
            return gone("document_url");
        }
        ContentPart said = part("document_url", part.getExtra(), Set.of("document_name"));
        Extra.only(document.getExtra(), Set.of(), PATH + "document_url.", dropped);
        said.setDocumentUrl(ContentPartOf.bare(document.getUrl()));
        return said;
    }

    /** OpenAI's file with its data inside is a document; one by id is at the other vendor. */
    private @Nullable ContentPart file(ContentPart part) {
        if (part.getExtra().containsKey("file_id")) {
            return own(part, "file_id", Set.of("file_id"));
        }
        JsonNode file = Extra.json(part.getExtra().get("file"));
        if (!file.path("file_data").isTextual()) {
            return gone("file");
        }
        Map<String, String> extra = new HashMap<>(part.getExtra());
        extra.remove("file");
        if (file.path("filename").isTextual()) {
            extra.put("document_name", file.path("filename").toString());
        }
        ContentPart said = part("document_url", extra, Set.of("document_name"));
        said.setDocumentUrl(ContentPartOf.bare(file.path("file_data").textValue()));
        return said;
    }

    /** Mistral wants the sound alone and finds out its format. */
    private @Nullable ContentPart audio(ContentPart part) {
        JsonNode audio = Extra.json(part.getExtra().get("input_audio"));
        if (!audio.isObject()) {
            return own(part, "input_audio", Set.of("input_audio"));
        }
        if (!audio.path("data").isTextual()) {
            return gone("input_audio");
        }
        Map<String, String> extra = new HashMap<>(part.getExtra());
        extra.put("input_audio", audio.path("data").toString());
        dropped.known(PATH + "input_audio.format");
        return part("input_audio", extra, Set.of("input_audio"));
    }

    /** A part of Mistral's own, which stays if it has what it is named for. */
    private @Nullable ContentPart own(ContentPart part, String needed, Set<String> known) {
        return Extra.says(part.getExtra().get(needed)) ? part(part.getType(), part.getExtra(), known) : gone(needed);
    }
}
