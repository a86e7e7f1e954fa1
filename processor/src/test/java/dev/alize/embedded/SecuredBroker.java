package dev.alize.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * A broker with Kafka's own authorizer. Users come by SASL/PLAIN, their password is their name; whoever comes without is a
 * super user.
 */
public final class SecuredBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final DataDirectory data;
    private final Child child;
    private final Broker broker;
    private final int port;

    private SecuredBroker(DataDirectory data, Child child, Broker broker, int port) {
        this.data = data;
        this.child = child;
        this.broker = broker;
        this.port = port;
    }

    /** Returns once it answers. */
    public static SecuredBroker start(String... users) throws InterruptedException {
        StackFiles files = StackFiles.locate();
        DataDirectory data = DataDirectory.open(null);
        Ports ports = new Ports(new Random());
        BrokerNode node = new BrokerNode(1, ports.take(0, "broker"), ports.take(0, "controller"));
        int secured = ports.take(0, "users");
        Broker broker = Broker.all(List.of(node)).getFirst();
        ChildCommand command = broker.command(files, data, Uuid.randomUuid().toString());
        secure(data.directory(broker.id()).resolve(Broker.PROPERTIES), node, secured, users);
        SecuredBroker started = new SecuredBroker(data, Child.start(command), broker, secured);
        try {
            started.child.awaitReady(broker::ready, Deadline.in(PATIENCE));
            return started;
        } catch (RuntimeException | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    /** Of a key that is given twice the last one counts. */
    private static void secure(Path properties, BrokerNode node, int port, String... users) {
        String logins = Stream.of(users)
                .map(user -> " user_" + user + "=\"" + user + "\"")
                .collect(Collectors.joining("", LOGIN, ";"));
        String settings = """

                listeners=BROKER://127.0.0.1:%d,USERS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                listener.security.protocol.map=BROKER:PLAINTEXT,USERS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                listener.name.users.sasl.enabled.mechanisms=PLAIN
                listener.name.users.plain.sasl.jaas.config=%s
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS
                """.formatted(node.port(), port, node.controllerPort(), logins);
        try {
            Files.writeString(properties, settings, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Properties of a client that may do everything. */
    public Map<String, String> superUser() {
        return Map.of("bootstrap.servers", broker.address());
    }

    /** Properties of a user's clients. */
    public Map<String, String> user(String name) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "%s username=\"%s\" password=\"%s\";".formatted(LOGIN, name, name));
    }

    @Override
    public void close() {
        child.stop();
        child.awaitEnd();
        data.close();
    }
}
