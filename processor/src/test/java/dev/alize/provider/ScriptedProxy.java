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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy with Basic authentication: tunnels, and passes requests with absolute URLs on. */
final class ScriptedProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    private final List<String> requestLines = new CopyOnWriteArrayList<>();
    private final String expected;
    private final int refusal;

    /**
     * @param login user name and password with a colon
     * @param refusal what it answers to other logins
     */
    ScriptedProxy(String login, int refusal) throws IOException {
        this.expected = "basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        this.refusal = refusal;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Of the requests that were let through. */
    List<String> requestLines() {
        return requestLines;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            boolean known = head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .anyMatch(line -> line.regionMatches(true, 0, expected, 0, "basic ".length())
                            && line.endsWith(expected.substring("basic ".length())));
            if (!known) {
                write(client, "HTTP/1.1 " + refusal + " No\r\ncontent-length: 0\r\n\r\n");
                return;
            }
            String requestLine = head.lines().findFirst().orElseThrow();
            requestLines.add(requestLine);
            String[] words = requestLine.split(" ");
            if (words[0].equals("CONNECT")) {
                tunnel(client, in, URI.create("tunnel://" + words[1]), null);
            } else {
                URI url = URI.create(words[1]);
                String passed =
                        head.replace(words[1], url.getRawPath()).replaceAll("(?i)proxy-authorization:.*\r\n", "");
                tunnel(client, in, url, passed);
            }
        } catch (IOException e) {
            // One side went away.
        }
    }

    private static void tunnel(Socket client, InputStream in, URI to, @Nullable String first) throws IOException {
        try (Socket server = new Socket(to.getHost(), to.getPort())) {
            if (first == null) {
                write(client, "HTTP/1.1 200 Tunnel\r\n\r\n");
            } else {
                write(server, first);
            }
            Thread.ofVirtual().start(() -> copy(in, server));
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void copy(InputStream in, Socket to) {
        try {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side went away.
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client closed");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }
}
