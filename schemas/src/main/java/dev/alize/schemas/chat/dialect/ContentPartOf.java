package dev.alize.schemas.chat.dialect;

import dev.alize.schemas.ContentPart;
import dev.alize.schemas.UrlReference;
import java.util.Map;

/** New parts and references. */
final class ContentPartOf {
    private ContentPartOf() {}

    static ContentPart type(String type, Map<String, String> extra) {
        ContentPart part = new ContentPart();
        part.setType(type);
        part.setExtra(extra);
        return part;
    }

    /** A reference whose JSON form is the URL alone. */
    static UrlReference bare(String url) {
        UrlReference reference = new UrlReference();
        reference.setUrl(url);
        reference.setBare(true);
        reference.setExtra(Map.of());
        return reference;
    }
}
