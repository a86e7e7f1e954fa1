package dev.alize.embedded;

import java.util.Random;
import org.testcontainers.DockerClientFactory;

/**
 * One broker and one registry for all integration tests of a test JVM: the images of {@code docker-compose.yml} where a
 * Docker engine answers, else the embedded stack. System property {@code alize.test.stack} ({@code docker} or
 * {@code embedded}) decides instead. Ends with the JVM.
 *
 * <p>Tests share it: each takes topics, groups and application ids under a prefix of its own, {@link #freshPrefix()}.
 */
public interface SharedStack {

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
