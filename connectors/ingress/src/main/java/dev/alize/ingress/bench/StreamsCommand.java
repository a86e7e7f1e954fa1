package dev.alize.ingress.bench;

import io.vertx.core.http.HttpClientResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long deltas are on their way, and whether all streams reach their end. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        description = {
            "Streams side by side. Each delta's time on its way is measured where the provider stamps them",
            "(alize simulate-mistral --stamp-deltas --token-interval 50ms --tokens-per-answer 1200), on one machine."
        })
public final class StreamsCommand implements Callable<Integer> {
    private static final int SHORTEST_STAMP = 16;

    @Mixin
    private CallFlags flags = new CallFlags();

    @Option(names = "--streams", defaultValue = "50", description = "Open at once (${DEFAULT-VALUE}).")
    private int streams;

    @Option(names = "--ramp", defaultValue = "10", description = "Seconds until all are open (${DEFAULT-VALUE}).")
    private int ramp;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "As long a stream that ends is followed by another one (${DEFAULT-VALUE}); then all may end.")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "0",
            description =
                    "Seconds from the start of which times are not counted; broken streams are (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--patience", defaultValue = "300", description = "Seconds for the last to end (${DEFAULT-VALUE}).")
    private int patience;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Of the event loop. */
    private final Samples sinceAsked = new Samples();

    private final Samples firstOnItsWay = new Samples();
    private final Samples onTheirWay = new Samples();
    private final Map<String, Integer> broken = new TreeMap<>();
    private long begun;
    private int finished;
    private int open;
    private int mostOpen;
    private long firstNanos;
    private long lastNanos;
    private long countFrom;
    private long stopAt;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (Caller caller = new Caller(flags, streams)) {
            countFrom = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
            stopAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(ramp + (long) seconds);
            for (int i = 0; i < streams; i++) {
                long delay = 1 + ramp * 1000L * i / streams;
                caller.vertx().setTimer(delay, timer -> begin(caller, over));
            }
            boolean ended = over.await(ramp + seconds + (long) patience, TimeUnit.SECONDS);
            CountDownLatch printed = new CountDownLatch(1);
            caller.onLoop(() -> {
                if (!ended) {
                    broken.merge("still open", open, Integer::sum);
                }
                figures().print(spec.commandLine().getOut(), flags.json());
                printed.countDown();
            });
            printed.await();
        }
        return broken.isEmpty() ? 0 : 1;
    }

    private Figures figures() {
        double span = Math.max(1, lastNanos - firstNanos) / 1e9;
        return new Figures()
                .with("streams_begun", begun)
                .with("streams_finished", finished)
                .with(
                        "streams_broken",
                        broken.values().stream().mapToInt(Integer::intValue).sum())
                .with("broken", broken.toString())
                .with("most_open", mostOpen)
                .with("deltas", onTheirWay.size())
                .with("deltas_per_second", onTheirWay.size() / span)
                .with("asked_to_first_delta", sinceAsked)
                .with("first_delta_on_its_way", firstOnItsWay)
                .with("deltas_on_their_way", onTheirWay);
    }

    private void begin(Caller caller, CountDownLatch over) {
        open++;
        mostOpen = Math.max(mostOpen, open);
        One one = new One(caller, over);
        caller.post(flags.body(begun++, true)).onComplete(one::answered, failure -> one.end("no connection"));
    }

    /** One stream. */
    private final class One implements EventReader.Sink {
        private final Caller caller;
        private final CountDownLatch over;
        private final long asked = System.nanoTime();
        private final EventReader reader = new EventReader(this);
        private boolean first = true;
        private @Nullable String ending;
        private boolean ended;

        One(Caller caller, CountDownLatch over) {
            this.caller = caller;
            this.over = over;
        }

        void answered(HttpClientResponse response) {
            if (response.statusCode() != 200) {
                end(Integer.toString(response.statusCode()));
                response.request().reset();
                return;
            }
            response.handler(reader::accept);
            response.exceptionHandler(failure -> end("cut off"));
            response.endHandler(end -> end(ending == null ? "no [DONE]" : ending));
        }

        @Override
        public void text(String text) {
            long now = System.nanoTime();
            if (asked < countFrom) {
                return;
            }
            firstNanos = firstNanos == 0 ? now : firstNanos;
            lastNanos = now;
            if (first) {
                sinceAsked.add((now - asked) / 1000);
            }
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            for (String stamp : text.split(" ", -1)) {
                if (stamp.length() >= SHORTEST_STAMP) {
                    took(micros - Long.parseLong(stamp));
                }
            }
            first = false;
        }

        private void took(long micros) {
            if (first) {
                firstOnItsWay.add(micros);
                first = false;
            }
            onTheirWay.add(micros);
        }

        @Override
        public void done() {
            ending = "";
        }

        @Override
        public void failed(String code) {
            ending = "error event " + code;
        }

        /** @param failure empty for none */
        void end(String failure) {
            if (ended) {
                return;
            }
            ended = true;
            open--;
            if (failure.isEmpty()) {
                finished++;
            } else {
                broken.merge(failure, 1, Integer::sum);
            }
            if (System.nanoTime() < stopAt) {
                begin(caller, over);
            } else if (open == 0) {
                over.countDown();
            }
        }
    }
}
