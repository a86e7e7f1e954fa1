package dev.alize.doctor;

import dev.alize.client.Connection;
import dev.alize.diagnosis.Severity;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;

/** Asks the brokers who they are. */
public final class BrokerLook implements Look.Probe {
    private final Supplier<Connection> connection;

    /** @param connection may throw what keeps it from being made */
    public BrokerLook(Supplier<Connection> connection) {
        this.connection = connection;
    }

    @Override
    public List<Finding> look() {
        Connection made = connection.get();
        long start = System.nanoTime();
        try (Admin admin = made.admin()) {
            var cluster = admin.describeCluster();
            Collection<Node> nodes = made.await(cluster.nodes());
            Node controller = made.await(cluster.controller());
            long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            List<Fact> facts = List.of(new Fact("cluster", made.await(cluster.clusterId())));
            String says =
                    Texts.count(nodes.size(), "broker") + " at " + Texts.line(made.brokers()) + " in " + ms + " ms";
            boolean led = controller != null && !controller.isEmpty();
            return List.of(new Finding(
                    Area.BROKER,
                    "",
                    led ? null : Severity.P2,
                    led ? says : says + ", but no controller",
                    facts,
                    List.of()));
        }
    }
}
