package dev.alize.alerts.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks that does what a test says, and keeps what it got. */
public final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private volatile Answer answer;

    /** One request. Header names are in lower case. */
    public record Got(String path, Map<String, String> headers, byte[] body, int status) {}

    /** Says the status to answer with; 0 where it has answered itself. */
    public interface Answer {
        int to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private Hook(HttpServer server, Answer answer) {
        this.server = server;
        this.answer = answer;
    }

    public static Hook start(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Hook hook = new Hook(server, answer);
        server.setExecutor(hook.threads);
        server.createContext("/", hook::handle);
        server.start();
        return hook;
    }

    /** Answers with a status and no body. */
    public static Answer status(int status, String... header) {
        return exchange -> {
            if (header.length == 2) {
                exchange.getResponseHeaders().set(header[0], header[1]);
            }
            return status;
        };
    }

    public void answer(Answer next) {
        answer = next;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            int status = answer.to(exchange);
            got.add(new Got(exchange.getRequestURI().toString(), headers, body, status));
            if (status > 0) {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public List<Got> got() {
        return got;
    }

    public URI url(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
