package dev.alize.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** An HTTP/1.1 server on the loopback interface whose every answer is written by a script, down to the bytes. */
final class ScriptedServer implements AutoCloseable {
    /** What to do with a request; returning keeps the connection. */
    interface Script {
        void answer(Exchange exchange) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param connection 1 for the first connection
     * @param head request line and headers
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by parts only.
    record Received(int connection, String head, byte[] body) {}

    private final ServerSocket listener;
    private final Script script;
    private final String scheme;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    ScriptedServer(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), "http", script);
    }

    ScriptedServer(ServerSocketFactory sockets, String scheme, Script script) throws IOException {
        this.listener = sockets.createServerSocket(0, 1_000, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        this.script = script;
        this.scheme = scheme;
        Thread.ofVirtual().start(this::accept);
    }

    URI baseUrl() {
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    List<Received> received() {
        return received;
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                script.answer(new Exchange(socket, in, number, head));
            }
        } catch (IOException e) {
            // The client went away, or the script closed.
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String end = "\r\n\r\n";
        for (int matched = 0; matched < end.length(); ) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            matched = next == end.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** One request, whose body is read when the script wants it. */
    final class Exchange {
        private final Socket socket;
        private final InputStream in;
        private final int connection;
        private final String head;

        Exchange(Socket socket, InputStream in, int connection, String head) {
            this.socket = socket;
            this.in = in;
            this.connection = connection;
            this.head = head;
        }

        int connection() {
            return connection;
        }

        /** Reads the whole body and records the request. */
        Received read() throws IOException {
            int length = head.startsWith("GET ") ? 0 : Integer.parseInt(header("content-length"));
            Received request = new Received(connection, head, in.readNBytes(length));
            received.add(request);
            return request;
        }

        /** Reads the request and answers it with a complete answer. */
        void answer(int status, String body, String... headers) throws IOException {
            read();
            StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " Any\r\n");
            for (String header : headers) {
                answer.append(header).append("\r\n");
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            answer.append("content-length: ").append(bytes.length).append("\r\n\r\n");
            write(answer + body);
        }

        /** Reads the request and begins a stream of events, whose parts and end follow. */
        void stream(String... headers) throws IOException {
            read();
            StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            write(head + "transfer-encoding: chunked\r\n\r\n");
        }

        void part(String text) throws IOException {
            part(text.getBytes(StandardCharsets.UTF_8));
        }

        void part(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write(new byte[] {'\r', '\n'});
            out.flush();
        }

        void endStream() throws IOException {
            write("0\r\n\r\n");
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        void close() throws IOException {
            socket.close();
        }

        /** Closes with RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Returns when the client has closed the connection. */
        void hang() throws IOException {
            while (in.read() >= 0) {}
            throw new IOException("the client closed");
        }

        private String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .findFirst()
                    .map(line -> line.substring(name.length() + 1).strip())
                    .orElseThrow();
        }
    }
}
