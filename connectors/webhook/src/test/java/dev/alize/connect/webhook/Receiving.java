package dev.alize.connect.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A receiver of events in this process. */
final class Receiving implements AutoCloseable {
    /** One request as it came, and what it was answered. */
    record Posted(String path, String event, String signature, String body, int status) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

    Receiving() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** What a path is answered from now on; 200 before. */
    void answer(String path, int status) {
        statuses.put(path, status);
    }

    List<Posted> posted() {
        return List.copyOf(posted);
    }

    /** Ids of the events that were taken. */
    Set<String> taken() {
        return posted.stream()
                .filter(one -> one.status() == 200)
                .map(Posted::event)
                .collect(Collectors.toSet());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = statuses.getOrDefault(path, 200);
        posted.add(new Posted(
                path,
                exchange.getRequestHeaders().getFirst("alize-event-id"),
                exchange.getRequestHeaders().getFirst("alize-signature"),
                body,
                status));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
