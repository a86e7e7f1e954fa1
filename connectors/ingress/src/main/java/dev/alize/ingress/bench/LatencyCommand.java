package dev.alize.ingress.bench;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the way over HTTP takes longer than that over the topics, in one run. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "Asks the same kind of request over HTTP and, with a producer and a consumer, over the topics.",
            "Both begin at random moments of the same intervals, so that they meet the same machine and the same commits."
        })
public final class LatencyCommand implements Callable<Integer> {
    private static final long FIRST_NUMBER_ON_TOPICS = 1_000_000_000L;

    @Mixin
    private CallFlags flags = new CallFlags();

    @Mixin
    private TopicFlags topics = new TopicFlags();

    @Option(names = "--pairs", defaultValue = "1000", description = "Requests each way (${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--warm-up", defaultValue = "300", description = "Pairs before these (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--interval", defaultValue = "50", description = "Milliseconds per pair (${DEFAULT-VALUE}).")
    private int interval;

    @Option(names = "--seed", defaultValue = "1", description = "Of the moments (${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Of the event loop. */
    private final Samples overHttp = new Samples();

    private final Samples overTopics = new Samples();
    private int failed;
    private int left;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Random random = new Random(seed);
        left = 2 * (warmUp + pairs);
        try (Caller caller = new Caller(flags, 1000);
                TopicPath path = new TopicPath(topics)) {
            for (int i = 0; i < warmUp + pairs; i++) {
                int pair = i;
                caller.vertx().setTimer(moment(pair, random), timer -> http(caller, pair, over));
                caller.vertx().setTimer(moment(pair, random), timer -> topic(caller, path, pair, over));
            }
            over.await();
        }
        double http = overHttp.at(0.5) / 1000.0;
        double topic = overTopics.at(0.5) / 1000.0;
        new Figures()
                .with("pairs", pairs)
                .with("failed", failed)
                .with("added_p50_ms", http - topic)
                .with("http", overHttp)
                .with("topic", overTopics)
                .print(spec.commandLine().getOut(), flags.json());
        return failed == 0 ? 0 : 1;
    }

    private long moment(int pair, Random random) {
        return 1 + (long) pair * interval + random.nextInt(interval);
    }

    private void http(Caller caller, int pair, CountDownLatch over) {
        long since = System.nanoTime();
        caller.post(flags.body(pair, false))
                .compose(response -> response.body().map(body -> response.statusCode()))
                .onComplete(ended -> {
                    boolean good = ended.succeeded() && ended.result() == 200;
                    took(overHttp, pair, good ? (System.nanoTime() - since) / 1000 : -1, over);
                });
    }

    private void topic(Caller caller, TopicPath path, int pair, CountDownLatch over) {
        Buffer body = flags.body(FIRST_NUMBER_ON_TOPICS + pair, false);
        path.ask(body.getBytes(), micros -> caller.onLoop(() -> took(overTopics, pair, micros, over)));
    }

    private void took(Samples samples, int pair, long micros, CountDownLatch over) {
        if (micros < 0) {
            failed++;
        } else if (pair >= warmUp) {
            samples.add(micros);
        }
        if (--left == 0) {
            over.countDown();
        }
    }
}
