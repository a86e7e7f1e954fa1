package dev.alize.ingress.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every few seconds whether the brokers answer, on a thread of its own. */
final class Reachable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reachable.class);

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean answers = true;

    Reachable(Admin admin) {
        this.admin = admin;
        this.thread = Thread.ofPlatform().name("ingress-reachable").daemon().start(this::run);
    }

    boolean answers() {
        return answers;
    }

    private void run() {
        try {
            while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean now = ask();
                if (now != answers) {
                    LOG.atInfo().addKeyValue("answers", now).log("Kafka's reachability changed");
                }
                answers = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ask() throws InterruptedException {
        try {
            admin.describeCluster().clusterId().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        stop.countDown();
        admin.close(Duration.ofSeconds(1));
        thread.interrupt();
    }
}
