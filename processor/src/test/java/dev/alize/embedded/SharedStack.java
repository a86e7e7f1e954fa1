package dev.alize.embedded;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;

/**
 * One broker and one registry for all integration tests of a test JVM: the images of {@code docker-compose.yml} where a
 * Docker engine answers, else the embedded stack. System property {@code alize.test.stack} ({@code docker} or
 * {@code embedded}) decides instead. Ends with the JVM.
 *
 * <p>Tests share it: each takes topics, groups and application ids under a prefix of its own, {@link #freshPrefix()}.
 */
public interface SharedStack {
    /** A slow disk takes seconds for the files of a hundred partitions. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** The stack, started at the first call; says on standard output which of the two it is. */
    static SharedStack get() {
        return Started.STACK;
    }

    /** For {@code bootstrap.servers}. */
    String bootstrapServers();

    /** For {@code schema.registry.url}. */
    String registryUrl();

    /** A prefix that no other test has, such as {@code "t1f3a9c2e."}; valid in names of topics, groups and subjects. */
    static String freshPrefix() {
        return "t%08x.".formatted(Started.RANDOM.nextInt());
    }

    /**
     * Creates topics, and waits until the broker shows them: it hears of them after its controller, and only when it has
     * removed the files of topics that were deleted before.
     */
    static void create(Admin admin, Collection<NewTopic> topics) throws ExecutionException, InterruptedException {
        admin.createTopics(topics).all().get();
        Set<String> names = topics.stream().map(NewTopic::name).collect(Collectors.toSet());
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> admin.listTopics().names().get().containsAll(names));
    }

    /**
     * Deletes topics, and waits until the broker is done with it: meanwhile it shows no new topic, and the next test would
     * wait for that.
     */
    static void delete(Admin admin, Collection<String> topics) throws ExecutionException, InterruptedException {
        admin.deleteTopics(topics).all().get();
        String marker = freshPrefix() + "deleted";
        create(admin, List.of(new NewTopic(marker, 1, (short) 1)));
        admin.deleteTopics(List.of(marker)).all().get();
    }

    /** Holds the one instance: started when first asked for, by one thread. */
    final class Started {
        private static final Random RANDOM = new Random();
        private static final SharedStack STACK = start();

        private Started() {}

        private static SharedStack start() {
            String wanted = System.getProperty("alize.test.stack", "");
            SharedStack stack = switch (wanted) {
                case "docker" -> containers("asked for");
                case "embedded" -> embedded("asked for");
                case "" ->
                    DockerClientFactory.instance().isDockerAvailable()
                            ? containers("a Docker engine answers")
                            : embedded("no Docker engine answers, so the images are not tested");
                default ->
                    throw new IllegalArgumentException(
                            "alize.test.stack: got '%s', expected docker or embedded".formatted(wanted));
            };
            System.out.printf("  Kafka %s, schema registry %s%n", stack.bootstrapServers(), stack.registryUrl());
            return stack;
        }

        private static SharedStack containers(String why) {
            System.out.println("Integration tests run on the images of docker-compose.yml (" + why + ").");
            return ContainerStack.start();
        }

        private static SharedStack embedded(String why) {
            System.out.println("Integration tests run on the embedded stack (" + why + ").");
            EmbeddedStack stack = EmbeddedStack.start(EmbeddedOptions.defaults());
            stack.brokers()
                    .forEach(broker -> broker.onExit()
                            .thenRun(() ->
                                    System.out.println("The shared broker has ended at " + java.time.Instant.now())));
            return new SharedStack() {
                @Override
                public String bootstrapServers() {
                    return stack.bootstrapServers();
                }

                @Override
                public String registryUrl() {
                    return stack.registryUrl();
                }
            };
        }
    }
}
