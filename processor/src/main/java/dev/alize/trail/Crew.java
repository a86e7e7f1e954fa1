package dev.alize.trail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Threads that do the same work together; the first failure ends all of them. */
final class Crew {
    private Crew() {}

    /** What each thread does; it looks now and then whether it has to stop. */
    interface Work {
        void run(BooleanSupplier stop) throws InterruptedException;
    }

    /** Returns when all have ended; throws what the first one threw. */
    static void run(int threads, String name, Work work) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> crew = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            crew.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(() -> {
                try {
                    work.run(() -> failure.get() != null);
                } catch (InterruptedException | RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        try {
            for (Thread member : crew) {
                member.join();
            }
        } catch (InterruptedException e) {
            failure.compareAndSet(null, e);
            crew.forEach(Thread::interrupt);
        }
        rethrow(failure.get());
    }

    private static void rethrow(@Nullable Throwable failure) throws InterruptedException {
        switch (failure) {
            case null -> {}
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
