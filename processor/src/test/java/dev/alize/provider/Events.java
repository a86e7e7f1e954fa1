package dev.alize.provider;

import dev.alize.domain.EventSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps the events of a streamed answer, and says whether two came at once. */
final class Events implements EventSink {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean mixed;

    @Override
    public @Nullable String accept(byte[] data) {
        mixed |= !busy.compareAndSet(false, true);
        texts.add(new String(data, StandardCharsets.UTF_8));
        busy.set(false);
        return null;
    }

    List<String> texts() {
        return texts;
    }

    boolean mixed() {
        return mixed;
    }
}
