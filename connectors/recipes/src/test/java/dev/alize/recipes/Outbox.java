package dev.alize.recipes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** What a service does with its outbox. */
final class Outbox {
    private static final String BODY =
            "{\"messages\": [{\"role\": \"user\", \"content\": \"Le texte confidentiel %s\"}], \"max_tokens\": 5}";

    private final Connection connection;

    /** Takes the connection, which commits where it is told to. */
    Outbox(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /** The table and what belongs to it, and the user's password. */
    void create(String ddl, String password) throws SQLException {
        execute(ddl);
        execute("ALTER ROLE alize_outbox PASSWORD '" + password + "'");
        connection.commit();
    }

    /** Asks something; nothing is sent before the commit. */
    String ask() throws SQLException {
        UUID id = UUID.randomUUID();
        insert(id, BODY.formatted(id));
        return id.toString();
    }

    /** A row with any payload. */
    void insert(UUID id, String payload) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO llm_outbox (id, payload) VALUES (?, ?::json)")) {
            insert.setObject(1, id);
            insert.setString(2, payload);
            insert.executeUpdate();
        }
    }

    /** Any statement. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }
}
