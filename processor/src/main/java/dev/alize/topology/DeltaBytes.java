package dev.alize.topology;

import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many bytes of UTF-8 the texts of changes take; what stands around them is small. Pure. */
final class DeltaBytes {
    private DeltaBytes() {}

    static long of(List<Delta> deltas) {
        return deltas.stream().mapToLong(delta -> of(delta.getMessage())).sum();
    }

    private static long of(Message message) {
        long bytes = of(message.getExtra());
        switch (message.getContent()) {
            case null -> {}
            case List<?> parts -> {
                for (Object part : parts) {
                    bytes += of(((ContentPart) part).getText()) + of(((ContentPart) part).getExtra());
                }
            }
            default -> bytes += of(message.getContent().toString());
        }
        List<ToolCall> calls = message.getToolCalls();
        return calls == null
                ? bytes
                : bytes
                        + calls.stream()
                                .mapToLong(call -> of(call.getArguments()))
                                .sum();
    }

    private static long of(Map<String, String> members) {
        return members.values().stream().mapToLong(DeltaBytes::of).sum();
    }

    /** Each half of a surrogate pair counts as two. */
    private static long of(@Nullable String text) {
        long bytes = 0;
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
