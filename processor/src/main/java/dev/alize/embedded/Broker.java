package dev.alize.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/** A Kafka broker: how it is started, and when it is ready. */
final class Broker {
    static final String PROPERTIES = "server.properties";

    private static final int ANSWER_MILLIS = 5_000;

    private final BrokerNode node;
    private final List<BrokerNode> nodes;

    private Broker(BrokerNode node, List<BrokerNode> nodes) {
        this.node = node;
        this.nodes = nodes;
    }

    /** The brokers of a cluster of these nodes. */
    static List<Broker> all(List<BrokerNode> nodes) {
        return nodes.stream().map(node -> new Broker(node, nodes)).toList();
    }

    /** As in {@code bootstrap.servers}. */
    String address() {
        return "127.0.0.1:" + node.port();
    }

    /** Its directory and log are called so. */
    String id() {
        return nodes.size() == 1 ? "broker" : "broker-" + node.id();
    }

    ChildCommand command(StackFiles files, DataDirectory data, String clusterId) {
        Path properties = data.directory(id()).resolve(PROPERTIES);
        try (OutputStream out = Files.newOutputStream(properties)) {
            BrokerSettings.of(node, nodes).store(out, "Written at every start of the embedded stack");
        } catch (IOException e) {
            throw new StackStartException("Cannot write %s: %s".formatted(properties, e.getMessage()), e);
        }
        return ChildCommand.of(
                id(),
                nodes.size() == 1 ? "Kafka broker" : "Kafka broker " + node.id(),
                data,
                List.of(
                        "-Xms64m",
                        "-Xmx768m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX"),
                files.brokerJars(),
                List.of(BrokerMain.class.getName(), PROPERTIES, BrokerSettings.LOG_DIRECTORY, clusterId));
    }

    /** The broker is let in by its controller, and has the transactions that exactly-once depends on (version 2). */
    boolean ready() {
        if (!listens()) {
            return false;
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS))) {
            return isLetIn(admin) && hasTransactions(admin);
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isLetIn(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeCluster().nodes().get().stream().anyMatch(other -> other.id() == node.id());
    }

    private static boolean hasTransactions(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, FinalizedVersionRange> features =
                admin.describeFeatures().featureMetadata().get().finalizedFeatures();
        if (features.isEmpty()) {
            return false; // not read from the log yet
        }
        FinalizedVersionRange version = features.get("transaction.version");
        if (version == null || version.maxVersionLevel() < 2) {
            throw new StackStartException(
                    "The Kafka broker has transaction.version %s, expected 2 or more. Was its data directory made by an older release?"
                            .formatted(version == null ? "0" : version.maxVersionLevel()));
        }
        return true;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), ANSWER_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
