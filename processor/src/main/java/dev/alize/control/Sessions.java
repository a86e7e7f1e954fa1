package dev.alize.control;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread with one session at a time with the broker. A session that fails is followed by another one. */
public final class Sessions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final long PAUSE_MS = 1_000;
    private static final long CLOSE_MS = 3_000;

    private final String name;
    private final Session session;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** What is done over and over. */
    @FunctionalInterface
    public interface Session {
        /**
         * Works until {@link Sessions#isStopped}, which it asks several times a second.
         *
         * @throws KafkaException where the broker or the registry is away
         */
        void run(Sessions sessions);
    }

    /** Not started yet. */
    public Sessions(String name, Session session) {
        this.name = name;
        this.session = session;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Whether the session has to end. */
    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void run() {
        try {
            do {
                once();
            } while (!stopped.await(PAUSE_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            session.run(this);
        } catch (RuntimeException e) {
            if (!isStopped()) {
                log.atWarn()
                        .addKeyValue("thread", name)
                        .addKeyValue("problem", e.getClass().getSimpleName() + ": " + e.getMessage())
                        .log("A session with the broker ended and will be made again");
            }
        }
    }

    /** Ends the session and waits for it, for a few seconds at most. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(CLOSE_MS);
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
