package dev.alize.trail;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one thing that is dear to make from one use to the next. What comes back after {@link #close}, or while another
 * one is kept, is ended. Thread-safe.
 */
final class Spare<T> implements AutoCloseable {
    private final AtomicReference<@Nullable T> kept;
    private final Supplier<T> maker;
    private final Consumer<T> end;
    private volatile boolean closed;

    Spare(T first, Supplier<T> maker, Consumer<T> end) {
        this.kept = new AtomicReference<>(first);
        this.maker = maker;
        this.end = end;
    }

    T borrow() {
        T known = kept.getAndSet(null);
        return known == null ? maker.get() : known;
    }

    void giveBack(T one) {
        if (!kept.compareAndSet(null, one)) {
            end.accept(one);
        } else if (closed) {
            endKept();
        }
    }

    @Override
    public void close() {
        closed = true;
        endKept();
    }

    private void endKept() {
        T known = kept.getAndSet(null);
        if (known != null) {
            end.accept(known);
        }
    }
}
