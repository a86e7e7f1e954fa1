package dev.alize.ingress.bench;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many requests without streaming are answered in a second. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        description = "Whole completions, as many as can be or at a rate; counts those answered within the time.")
public final class ThroughputCommand implements Callable<Integer> {
    private static final long NANO = 1_000_000_000L;

    @Mixin
    private CallFlags flags = new CallFlags();

    @Option(names = "--at-once", defaultValue = "600", description = "Open calls, at most (${DEFAULT-VALUE}).")
    private int atOnce;

    @Option(names = "--rate", defaultValue = "0", description = "Calls begun in a second; 0 for as many as can be.")
    private int rate;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds before it counts (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "30", description = "Seconds that count (${DEFAULT-VALUE}).")
    private int seconds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Of the event loop. */
    private final Samples latencies = new Samples();

    private final Map<String, Integer> failures = new TreeMap<>();
    private long started;
    private int open;
    private long begin;
    private int answered;
    private boolean over;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch timeOver = new CountDownLatch(1);
        try (Caller caller = new Caller(flags, atOnce)) {
            begin = System.nanoTime();
            caller.onLoop(() -> {
                fill(caller);
                caller.vertx().setPeriodic(1, timer -> fill(caller));
                caller.vertx().setTimer((warmUp + seconds) * 1000L, timer -> {
                    over = true;
                    timeOver.countDown();
                });
            });
            timeOver.await();
            CountDownLatch printed = new CountDownLatch(1);
            caller.onLoop(() -> {
                figures().print(spec.commandLine().getOut(), flags.json());
                printed.countDown();
            });
            printed.await();
        }
        return failures.isEmpty() ? 0 : 1;
    }

    private Figures figures() {
        return new Figures()
                .with("calls_with_warm_up", started)
                .with("answered", answered)
                .with("answered_per_second", answered / (double) seconds)
                .with(
                        "failed",
                        failures.values().stream().mapToInt(Integer::intValue).sum())
                .with("failures", failures.toString())
                .with("latency", latencies);
    }

    private void fill(Caller caller) {
        long due = rate == 0 ? Long.MAX_VALUE : (System.nanoTime() - begin) * rate / NANO;
        while (!over && open < atOnce && started < due) {
            one(caller, System.nanoTime());
        }
    }

    private void one(Caller caller, long since) {
        open++;
        caller.post(flags.body(started++, false))
                .compose(response -> response.body().map(body -> verdict(response.statusCode(), body)))
                .onComplete(ended -> {
                    open--;
                    count(
                            since,
                            ended.succeeded()
                                    ? ended.result()
                                    : ended.cause().getClass().getSimpleName());
                    fill(caller);
                });
    }

    private static String verdict(int status, Buffer body) {
        return status == 200 && body.length() > 0 ? "" : Integer.toString(status);
    }

    private void count(long since, String failure) {
        long now = System.nanoTime();
        long into = now - begin - warmUp * NANO;
        if (into < 0 || into > seconds * NANO) {
            return;
        }
        if (failure.isEmpty()) {
            answered++;
            latencies.add((now - since) / 1000);
        } else {
            failures.merge(failure, 1, Integer::sum);
        }
    }
}
