package dev.alize.topology.judging;

import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes of a message that was put together from a stream what was published of it. */
final class Published {
    private Published() {}

    /** @param published all that was published of a text; empty where nothing of the kind came */
    static void into(Message message, Function<TextName, Optional<String>> published) {
        switch (message.getContent()) {
            case null -> {}
            case List<?> parts -> message.setContent(parts(parts, published));
            default -> published.apply(TextName.CONTENT).ifPresent(message::setContent);
        }
        message.setExtra(extra(TextName.NO_PART, message.getExtra(), published, new HashSet<>()));
    }

    /** The first part of a kind says all that was published; those behind it were guarded as one text with it. */
    private static List<ContentPart> parts(List<?> parts, Function<TextName, Optional<String>> published) {
        List<ContentPart> kept = new ArrayList<>();
        Set<TextName> said = new HashSet<>();
        for (Object one : parts) {
            ContentPart part = (ContentPart) one;
            boolean isText = part.getText() != null;
            if (isText && !said.add(TextName.CONTENT)) {
                continue;
            }
            if (isText) {
                published.apply(TextName.CONTENT).ifPresent(part::setText);
            }
            boolean hadMembers = !part.getExtra().isEmpty();
            part.setExtra(extra(part.getType(), part.getExtra(), published, said));
            if (isText || !hadMembers || !part.getExtra().isEmpty()) {
                kept.add(part);
            }
        }
        return kept;
    }

    private static Map<String, String> extra(
            String part,
            Map<String, String> extra,
            Function<TextName, Optional<String>> published,
            Set<TextName> said) {
        Map<String, String> kept = new HashMap<>();
        extra.forEach((name, json) -> {
            boolean list = JsonTexts.isList(json);
            TextName text = new TextName(part, name, list);
            Optional<String> whole = published.apply(text);
            if (whole.isEmpty()) {
                kept.put(name, json);
            } else if (said.add(text)) {
                kept.put(name, JsonTexts.write(list, whole.get()));
            }
        });
        return kept;
    }
}
