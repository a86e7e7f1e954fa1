package dev.alize.console.http;

import dev.alize.client.BadInputException;
import dev.alize.client.UnreachableException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the backend is asked: one thread for what is quick, two for what is written, two for searches, each of which ends
 * after 20 seconds or with its client. Answers come back on the event loop, on which all methods are called.
 */
final class Work implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Work.class);
    private static final int WRITERS = 2;
    private static final int WRITES_WAITING = 16;
    private static final int SEARCHES = 2;
    private static final int QUICK_WAITING = 256;
    private static final long SEARCH_SECONDS = 20;

    private final Context loop;
    private final ThreadPoolExecutor quick;
    private final ThreadPoolExecutor writers;
    private final ThreadPoolExecutor searches;
    private final ScheduledThreadPoolExecutor alarms;

    Work(Context loop) {
        this.loop = loop;
        this.quick = pool("alize-console-state-", 1, new ArrayBlockingQueue<>(QUICK_WAITING));
        this.writers = pool("alize-console-write-", WRITERS, new ArrayBlockingQueue<>(WRITES_WAITING));
        this.searches = pool("alize-console-search-", SEARCHES, new SynchronousQueue<>());
        this.alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("alize-console-alarm").factory());
        alarms.setRemoveOnCancelPolicy(true);
    }

    private static ThreadPoolExecutor pool(
            String name, int threads, java.util.concurrent.BlockingQueue<Runnable> queue) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                queue,
                Thread.ofPlatform().daemon().name(name, 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Asks for what is there. */
    <T> void ask(HttpServerRequest request, Callable<T> question, Consumer<T> next) {
        submit(quick, request, question, next, "console: got more questions than it can answer, try again");
    }

    /** Has something written. */
    <T> void act(HttpServerRequest request, Callable<T> deed, Consumer<T> next) {
        submit(writers, request, deed, next, "console: got more commands than it can write, try again");
    }

    /** Searches. */
    <T> void search(HttpServerRequest request, Callable<T> search, Consumer<T> next) {
        Future<?> running = submit(
                searches, request, search, next, "requests: two searches are under way, try again when one has ended");
        if (running == null) {
            return;
        }
        Future<?> alarm = alarms.schedule(() -> running.cancel(true), SEARCH_SECONDS, TimeUnit.SECONDS);
        request.response().closeHandler(closed -> {
            alarm.cancel(false);
            running.cancel(true);
        });
        request.response().endHandler(ended -> alarm.cancel(false));
    }

    private <T> @org.jspecify.annotations.Nullable Future<?> submit(
            ThreadPoolExecutor pool, HttpServerRequest request, Callable<T> question, Consumer<T> next, String isFull) {
        // Not a future of the answer: a cancelled search still answers with what it has found.
        FutureTask<Boolean> task = new FutureTask<>(() -> run(request, question, next), true);
        try {
            pool.execute(task);
            return task;
        } catch (RejectedExecutionException e) {
            Answers.refuse(request, 503, isFull);
            return null;
        }
    }

    private <T> void run(HttpServerRequest request, Callable<T> question, Consumer<T> next) {
        try {
            T answer = question.call();
            loop.runOnContext(ignored -> guarded(request, () -> next.accept(answer)));
        } catch (Exception e) {
            refuse(request, e);
        }
    }

    private static void guarded(HttpServerRequest request, Runnable answering) {
        try {
            answering.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("The console failed to answer");
            request.connection().close();
        }
    }

    private void refuse(HttpServerRequest request, Exception e) {
        int status;
        String message = String.valueOf(e.getMessage());
        switch (e) {
            case Refused refused -> {
                status = refused.status();
                message = refused.message();
            }
            case UnreachableException unreachable -> status = 503;
            case BadInputException bad -> status = 409;
            case InterruptedException interrupted -> {
                status = 503;
                message = "console: it was interrupted before it began, try again";
            }
            default -> {
                log.atError().setCause(e).log("The console failed to answer");
                status = 503;
                message = "console: " + e.getClass().getSimpleName() + "; the log says more";
            }
        }
        int code = status;
        String said = message;
        loop.runOnContext(ignored -> guarded(request, () -> Answers.refuse(request, code, said)));
    }

    @Override
    public void close() {
        quick.shutdownNow();
        writers.shutdownNow();
        searches.shutdownNow();
        alarms.shutdownNow();
    }
}
