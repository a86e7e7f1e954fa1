package dev.alize.topology.judging;

import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes of a message that was put together from a stream what was published of it. */
final class Published {
    private static final String CONTENT = "content";
    private static final String THINKING = "thinking";

    private Published() {}

    /** @param published all that was published of a text, by its name; empty where nothing of the kind came */
    static void into(Message message, Function<String, Optional<String>> published) {
        switch (message.getContent()) {
            case null -> {}
            case List<?> parts -> message.setContent(parts(parts, published));
            default -> published.apply(CONTENT).ifPresent(message::setContent);
        }
        message.setExtra(extra("", message.getExtra(), published));
    }

    /** The first part of a kind says all that was published; those behind it were guarded as one text with it. */
    private static List<ContentPart> parts(List<?> parts, Function<String, Optional<String>> published) {
        List<ContentPart> kept = new ArrayList<>();
        boolean said = false;
        boolean thought = false;
        for (Object one : parts) {
            ContentPart part = (ContentPart) one;
            boolean says = part.getText() != null;
            boolean thinks = part.getExtra().containsKey(THINKING);
            if (says && said || thinks && thought) {
                continue;
            }
            if (says) {
                published.apply(CONTENT).ifPresent(part::setText);
                said = true;
            }
            part.setExtra(extra(THINKING, part.getExtra(), published));
            thought |= thinks;
            kept.add(part);
        }
        return kept;
    }

    private static Map<String, String> extra(
            String prefix, Map<String, String> extra, Function<String, Optional<String>> published) {
        Map<String, String> said = new HashMap<>(extra);
        said.replaceAll((name, json) -> published
                .apply(prefix + "." + name)
                .map(text -> JsonTexts.write(json, text))
                .orElse(json));
        return said;
    }
}
