package dev.alize.bench;

import dev.alize.embedded.EmbeddedStack;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** The brokers of a bench: their CPU, their deaths. Thread-safe. */
final class Brokers {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedStack stack;
    /** Used by processes that were killed. */
    private Duration spent = Duration.ZERO;

    Brokers(EmbeddedStack stack) {
        this.stack = stack;
    }

    /** CPU of all processes of all brokers. */
    synchronized Duration cpu() {
        return stack.brokers().stream().map(Brokers::cpu).reduce(spent, Duration::plus);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * {@code kill -9}.
     *
     * @param number from 1
     */
    synchronized void kill(int number) throws InterruptedException {
        spent = spent.plus(cpu(stack.brokers().get(number - 1)));
        stack.killBroker(number);
    }

    /** Starts a killed one again, and returns once every partition has all of its replicas in sync. */
    void restart(int number) throws InterruptedException {
        stack.startBroker(number);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!inSync(admin)) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(
                            "broker " + number + ": its replicas are not in sync after " + PATIENCE.toSeconds() + " s");
                }
                Thread.sleep(LOOK);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The brokers do not describe the topics: " + e.getCause(), e);
        }
    }

    private static boolean inSync(Admin admin) throws ExecutionException, InterruptedException {
        Collection<String> names = admin.listTopics().names().get();
        Collection<TopicDescription> topics =
                admin.describeTopics(names).allTopicNames().get().values();
        return topics.stream()
                .map(TopicDescription::partitions)
                .flatMap(List::stream)
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size());
    }
}
