package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackIT {
    private static final long END_SECONDS = 60;
    private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";

    private static EmbeddedStack stack;

    @BeforeAll
    static void start() {
        stack = EmbeddedStack.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void committedTransactionsAreReadAndAbortedOnesAreNot() {
        StackClient client = new StackClient(stack);
        client.createTopic("transactions");

        client.inTransaction("transactions", "aborted", false);
        client.inTransaction("transactions", "committed", true);

        assertThat(client.readCommitted("transactions", 1)).containsExactly("committed");
    }

    @Test
    void registryGivesTheSameIdForTheSameSchema() {
        StackClient client = new StackClient(stack);

        int id = client.registerSchema("registry-value", "{\"type\":\"string\"}");

        assertThat(client.registerSchema("registry-value", "{\"type\":\"string\"}"))
                .isEqualTo(id);
        assertThat(client.get("/schemas/ids/" + id)).contains("string");
        assertThat(client.get("/subjects")).contains("registry-value");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everythingListensOnTheLoopbackAddressOnly() throws IOException {
        assertThat(ListeningSockets.of(stack.brokers().getFirst())).hasSize(2).allMatch(ListeningSockets::isLoopback);
        assertThat(ListeningSockets.of(stack.registry())).hasSize(2).allMatch(ListeningSockets::isLoopback);
    }

    @Test
    void interruptFromTheTerminalDoesNotReachTheChildren() throws Exception {
        for (ProcessHandle child : List.of(stack.brokers().getFirst(), stack.registry())) {
            new ProcessBuilder("kill", "-INT", Long.toString(child.pid()))
                    .start()
                    .waitFor();
            assertThatThrownBy(() -> child.onExit().get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        }
        assertThat(new StackClient(stack).get("/subjects")).startsWith("[");
    }

    @Test
    void childrenAndTheirDataEndWhenTheParentIsKilled() throws Exception {
        Process parent = StackParent.launch();
        Path data;
        try (BufferedReader output = parent.inputReader()) {
            data = Path.of(output.readLine());
            assertThat(data).isDirectory();
            List<ProcessHandle> children = parent.descendants().toList();
            assertThat(children).hasSize(2);

            parent.destroyForcibly(); // SIGKILL: no shutdown hook runs

            for (ProcessHandle child : children) {
                child.onExit().get(END_SECONDS, TimeUnit.SECONDS);
            }
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void dataOfAKilledParentIsTakenOverAtOnce(@TempDir Path directory) throws Exception {
        Process parent = StackParent.launch(directory.toString());
        try (BufferedReader output = parent.inputReader()) {
            assertThat(output.readLine()).isEqualTo(directory.toString());
            parent.destroyForcibly().waitFor();
        }
        try (EmbeddedStack successor =
                EmbeddedStack.start(EmbeddedOptions.defaults().withDataDirectory(directory))) {
            assertThat(new StackClient(successor).get("/subjects")).isEqualTo("[]");
        }
    }

    @Test
    void childThatLosesItsPortToSomebodyElseSaysSo(@TempDir Path directory) throws Exception {
        StackFiles files = StackFiles.locate();
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DataDirectory data = DataDirectory.open(directory)) {
            int port = occupied.getLocalPort();
            int other = new Ports(new Random()).take(0, "controller");
            for (ChildCommand command : List.of(
                    broker(port, other).command(files, data, CLUSTER),
                    broker(other, port).command(files, data, CLUSTER),
                    new Registry(port).command(files, data))) {
                Child child = Child.start(command);
                assertThatThrownBy(() -> child.awaitReady(() -> false, Deadline.in(Duration.ofSeconds(60))))
                        .isInstanceOfSatisfying(
                                StackStartException.class,
                                e -> assertThat(e.portTaken())
                                        .as(e.getMessage())
                                        .isTrue());
            }
        }
    }

    private static Broker broker(int port, int controllerPort) {
        return Broker.all(List.of(new BrokerNode(1, port, controllerPort))).getFirst();
    }

    @Test
    void recordsAndSchemasAreThereAfterARestartInTheSameDirectory(@TempDir Path directory) {
        EmbeddedOptions options =
                EmbeddedOptions.defaults().withDataDirectory(directory.resolve("with space, and comma"));
        int id;
        try (EmbeddedStack first = EmbeddedStack.start(options)) {
            StackClient client = new StackClient(first);
            client.createTopic("kept");
            client.inTransaction("kept", "before", true);
            id = client.registerSchema("kept-value", "{\"type\":\"long\"}");
            assertThatThrownBy(() -> EmbeddedStack.start(options))
                    .isInstanceOf(StackStartException.class)
                    .hasMessageContaining("in use by the embedded stack of process "
                            + ProcessHandle.current().pid());
        }
        try (EmbeddedStack second = EmbeddedStack.start(options)) {
            StackClient client = new StackClient(second);
            client.inTransaction("kept", "after", true);
            assertThat(client.readCommitted("kept", 2)).containsExactly("before", "after");
            assertThat(client.get("/schemas/ids/" + id)).contains("long");
            assertThat(client.registerSchema("kept-value", "{\"type\":\"long\"}"))
                    .isEqualTo(id);
        }
    }

    @Test
    void occupiedPortIsNamedWithWhoNeedsIt() throws IOException {
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = occupied.getLocalPort();
            EmbeddedOptions broker = EmbeddedOptions.defaults().withBrokerPort(port);
            EmbeddedOptions registry = EmbeddedOptions.defaults().withRegistryPort(port);
            assertThatThrownBy(() -> EmbeddedStack.start(broker))
                    .isInstanceOf(StackStartException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("Kafka broker");
            assertThatThrownBy(() -> EmbeddedStack.start(registry)).hasMessageContaining("schema registry needs it");
        }
    }

    @Test
    void childThatDiesAtTheStartShowsItsExitCodeAndTheEndOfItsLog(@TempDir Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("broker").resolve(BrokerSettings.LOG_DIRECTORY));
        Files.writeString(data.resolve("meta.properties"), "version=1\nnode.id=7\ncluster.id=foreign\n");

        assertThatThrownBy(() -> EmbeddedStack.start(EmbeddedOptions.defaults().withDataDirectory(directory)))
                .isInstanceOf(StackStartException.class)
                .hasMessageContaining("Kafka broker ended with exit code 1")
                .hasMessageContaining("broker.log")
                .hasMessageContaining("Stored node id 7");
    }
}
