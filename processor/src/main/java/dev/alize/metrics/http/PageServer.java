package dev.alize.metrics.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a fixed set of pages to GET and HEAD, on a few daemon threads. */
public final class PageServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PageServer.class);
    private static final int THREADS = 4;
    private static final int BACKLOG = 16;

    static {
        // The JDK's server waits without end for slow clients, which would take the few threads: read once, at its
        // load.
        limit("sun.net.httpserver.maxReqTime", "10");
        limit("sun.net.httpserver.maxRspTime", "10");
        limit("jdk.httpserver.maxConnections", "64");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final ListenAddress address;
    private final Map<String, Supplier<Page>> pages;

    private PageServer(HttpServer server, ListenAddress wanted, Map<String, Supplier<Page>> pages) {
        this.server = server;
        this.address = new ListenAddress(wanted.host(), server.getAddress().getPort());
        this.pages = Map.copyOf(pages);
        this.threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().name("alize-http-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        startAsDaemon();
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Starts to serve.
     *
     * @param pages by path, such as {@code /live}
     * @throws ListenException where the address is in use or not of this machine
     */
    public static PageServer start(ListenAddress address, Map<String, Supplier<Page>> pages) {
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        try {
            if (socket.isUnresolved()) {
                throw new IOException("unknown host");
            }
            return new PageServer(HttpServer.create(socket, BACKLOG), address, pages);
        } catch (IOException e) {
            throw new ListenException(
                    "--metrics-listen: cannot listen on " + address + " (" + e.getMessage()
                            + "), expected a free port of this machine; port 0 takes any",
                    e);
        }
    }

    /** The server's own thread inherits this from the thread that starts it. */
    private void startAsDaemon() {
        Thread starter = Thread.ofPlatform().daemon().name("alize-http-start").start(server::start);
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            if (!head && !method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, Page.text(405, "405: only GET and HEAD"), false);
            } else {
                send(exchange, page(exchange.getRequestURI().getPath()), head);
            }
        }
    }

    private Page page(String path) {
        Supplier<Page> page = pages.get(path);
        if (page == null) {
            return Page.text(404, "404: there are " + String.join(", ", new TreeSet<>(pages.keySet())));
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("path", path).setCause(e).log("A page could not be made");
            return Page.text(500, "500: " + e.getClass().getSimpleName() + "; the log says more");
        }
    }

    private static void send(HttpExchange exchange, Page page, boolean head) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(page.body().length));
            exchange.sendResponseHeaders(page.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(page.status(), page.body().length);
        exchange.getResponseBody().write(page.body());
    }

    /** Where it listens, with the port that was free. */
    public ListenAddress address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
