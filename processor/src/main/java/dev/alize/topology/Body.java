package dev.alize.topology;

import dev.alize.domain.Target;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.chat.dialect.ToolCallIds;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body of one call: made on a thread of the provider, and what was left out of it known afterwards. */
final class Body implements Supplier<byte[]> {
    private final Codec codec;
    private final CompletionRequest request;
    private final Target target;
    private volatile @Nullable TranslatedBody made;

    Body(Codec codec, CompletionRequest request, Target target) {
        this.codec = codec;
        this.request = request;
        this.target = target;
    }

    @Override
    public byte[] get() {
        TranslatedBody body = codec.body(request, target);
        made = body;
        return body.json();
    }

    /** What tool calls are called on either side. */
    ToolCallIds ids() {
        TranslatedBody body = made;
        return body == null ? ToolCallIds.UNCHANGED : body.ids();
    }

    /** Names of the members that were left out; none where the body was never made. */
    List<String> dropped() {
        TranslatedBody body = made;
        return body == null ? List.of() : body.dropped();
    }
}
