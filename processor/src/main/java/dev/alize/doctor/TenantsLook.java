package dev.alize.doctor;

import dev.alize.client.Connection;
import dev.alize.client.TenantAccess;
import dev.alize.client.TenantAccess.Seen;
import dev.alize.config.Configuration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** Asks the brokers who may write to the topics of tenants. */
public final class TenantsLook implements Look.Probe {
    private final Supplier<Connection> connection;
    private final Configuration configuration;

    /** @param connection may throw what keeps it from being made */
    public TenantsLook(Supplier<Connection> connection, Configuration configuration) {
        this.connection = connection;
        this.configuration = configuration;
    }

    @Override
    public List<Finding> look() {
        Connection made = connection.get();
        try (Admin admin = made.admin()) {
            Seen seen = TenantAccess.look(admin, made, configuration);
            return List.of(TenantsCheck.of(configuration.tenants().bindings().size(), seen));
        }
    }
}
