package dev.alize.doctor;

import dev.alize.client.BadInputException;
import dev.alize.client.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets everybody look at the same time, each on a thread of its own, and waits for none longer than the bound. */
public final class Triage {
    /** How long all looks may take together. */
    public static final Duration BOUND = Duration.ofMillis(9_500);

    private final Duration bound;

    /** @param bound for all looks together, 1 ms or more */
    public Triage(Duration bound) {
        this.bound = bound;
    }

    /** The findings in the order of the looks; one that failed or did not end has one that says so. */
    public List<Finding> of(List<Look> looks) throws InterruptedException {
        // Nobody waits for a look that hangs: its thread is a daemon.
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("alize-doctor-", 0).factory());
        long end = System.nanoTime() + bound.toNanos();
        List<Future<List<Finding>>> running = new ArrayList<>();
        looks.forEach(look -> running.add(threads.submit(look.probe()::look)));
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            findings.addAll(await(looks.get(i), running.get(i), end));
        }
        threads.shutdownNow();
        return Verdict.together(findings);
    }

    private List<Finding> await(Look look, Future<List<Finding>> running, long end) throws InterruptedException {
        try {
            return running.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            return unknown(look, "not known: the look did not end within " + seconds());
        } catch (ExecutionException | CancellationException e) {
            return unknown(look, "not known: " + reason(e.getCause() == null ? e : e.getCause()));
        }
    }

    private String seconds() {
        return bound.toMillis() < 1_000 ? bound.toMillis() + " ms" : bound.toMillis() / 1e3 + " s";
    }

    /** Other messages may hold anything, a key for instance. */
    private static String reason(Throwable e) {
        boolean forPeople =
                e instanceof UnreachableException || e instanceof BadInputException || e instanceof NotSeenException;
        String message = e.getMessage();
        return forPeople && message != null
                ? Texts.line(message)
                : "the look failed (" + e.getClass().getSimpleName() + ")";
    }

    private static List<Finding> unknown(Look look, String why) {
        return List.of(Finding.unknown(look.area(), look.about(), look.ifSilent(), why));
    }
}
