package dev.alize.console.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Speaks HTTP by hand, with headers that no client would send. */
final class Talk {
    private Talk() {}

    record Answer(int status, String head, String body) {}

    /** Sends one request, and reads until the server has closed the connection. */
    static Answer send(int port, String method, String path, Map<String, String> headers, String body) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (!headers.containsKey("Host")) {
            text.append("Host: localhost:").append(port).append("\r\n");
        }
        if (!body.isEmpty() && !headers.containsKey("Content-Length")) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        text.append("Connection: close\r\n\r\n").append(body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An open stream of events. */
    static final class Events implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Events(int port, String headers) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The data of the next event. */
        String next() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data: ")) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("the stream has ended");
            }
            return line.substring("data: ".length());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
