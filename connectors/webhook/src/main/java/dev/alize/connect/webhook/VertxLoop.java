package dev.alize.connect.webhook;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop of a task's own. */
final class VertxLoop implements Loop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VertxLoop.class);
    private static final long CLOSE_SECONDS = 5;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setUseDaemonThread(true)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Context context = vertx.getOrCreateContext();

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void execute(Runnable work) {
        try {
            context.runOnContext(unused -> work.run());
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("the loop has ended");
        }
    }

    @Override
    public void after(Duration wait, Runnable work) {
        vertx.setTimer(Math.max(1, wait.toMillis()), id -> work.run());
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** Breaks off what is open; waits for it. */
    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().log("the event loop did not end within " + CLOSE_SECONDS + " s");
        }
    }
}
