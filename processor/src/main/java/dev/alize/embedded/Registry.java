package dev.alize.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.List;

/** The schema registry (Apicurio, through Confluent's REST API): how it is started, and when it is ready. */
final class Registry {
    private static final int ANSWER_MILLIS = 5_000;

    private final int port;

    Registry(int port) {
        this.port = port;
    }

    /** Base URL of Confluent's REST API. */
    String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    ChildCommand command(StackFiles files, DataDirectory data) {
        List<String> options = List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // a third off its start, and it has next to nothing to do afterwards
                "--add-opens=java.base/java.lang=ALL-UNNAMED", // as in the manifest of its jar
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dquarkus.banner.enabled=false",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dquarkus.log.level=WARN",
                "-Dquarkus.log.category.\"io.apicurio\".level=WARN",
                "-Dquarkus.log.console.format=%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %p [%c] (%t) %m%e%n",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.storage.snapshot.location=tmp",
                "-Dapicurio.import.work-dir=tmp",
                "-Dapicurio.datasource.url=" + (data.kept() ? "jdbc:h2:file:./schemas" : "jdbc:h2:mem:schemas"),
                "-Dapicurio.datasource.jdbc.initial-size=2",
                "-Dapicurio.datasource.jdbc.min-size=2",
                "-Dapicurio.datasource.jdbc.max-size=10",
                "-Dapicurio.ccompat.max-subjects=100000");
        return ChildCommand.of(
                "registry",
                "schema registry",
                data,
                options,
                List.of(files.registryJar()),
                List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
    }

    /** Confluent's API answers, so the storage behind it is open. */
    boolean ready() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url() + "/subjects").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
