package dev.alize.recipes;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A replication slot of PostgreSQL, as its operator sees it. */
final class Slot {
    private final Connection connection;
    private final String name;

    /** @param connection of a superuser, which commits each statement */
    Slot(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Writes to another table until the slot has moved past all that is in the log by now. Only a checkpoint tells a slot
     * that it may begin later.
     */
    void moveBeyondTheLog(Duration patience) throws SQLException {
        execute("CREATE TABLE elsewhere (number int)");
        String end = text("SELECT pg_current_wal_lsn()");
        await().atMost(patience).until(() -> {
            execute("INSERT INTO elsewhere VALUES (1)");
            execute("CHECKPOINT");
            return is("restart_lsn > '" + end + "'");
        });
    }

    /** Waits until nobody reads from it. */
    void awaitUnused(Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(50)).until(() -> is("NOT active"));
    }

    private boolean is(String condition) throws SQLException {
        return text("SELECT " + condition + " FROM pg_replication_slots WHERE slot_name = '" + name + "'")
                .equals("t");
    }

    private String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
