package dev.alize.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Looks at a console as a browser would, and with a clock. */
final class ConsoleProbe implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int TIMEOUT_MS = 30_000;

    private final URI address;
    private final List<Socket> streams = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    /**
     * What a stream showed.
     *
     * @param nanos when, as {@link System#nanoTime()}
     * @param answered requests of the last hour
     */
    record Sample(long nanos, long answered) {}

    /**
     * A page as it came.
     *
     * @param firstMs until its first byte, with the connection, in milliseconds
     * @param wholeMs until its last
     */
    record Got(double firstMs, double wholeMs, String text) {}

    ConsoleProbe(URI address) {
        this.address = address;
    }

    private Socket open(String path) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(TIMEOUT_MS);
        String head = "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n"
                .formatted(path, address.getHost(), address.getPort());
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Asks for a page on a connection of its own. */
    Got get(String path) {
        long begun = System.nanoTime();
        try (Socket socket = open(path)) {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(in.read());
            double first = (System.nanoTime() - begun) / 1e6;
            in.transferTo(all);
            double whole = (System.nanoTime() - begun) / 1e6;
            String text = all.toString(StandardCharsets.UTF_8);
            if (!text.startsWith("HTTP/1.1 200")) {
                throw new IllegalStateException(
                        path + ": got " + text.lines().findFirst().orElse("nothing"));
            }
            return new Got(first, whole, text.substring(text.indexOf("\r\n\r\n") + 4));
        } catch (IOException e) {
            throw new UncheckedIOException("The console does not answer", e);
        }
    }

    /** Requests that usage knows of, over all hours. */
    long counted() {
        long sum = 0;
        for (JsonNode hour : state().at("/usage/hours")) {
            for (JsonNode count : hour.path("requests")) {
                sum += count.asLong();
            }
        }
        return sum;
    }

    /** Requests of the last hour, as the outcomes show them. */
    long answered() {
        return answered(state().path("outcomes"));
    }

    private JsonNode state() {
        return parsed(get("/api/state").text());
    }

    private static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("The console's state is no JSON", e);
        }
    }

    private static long answered(JsonNode outcomes) {
        long sum = 0;
        for (JsonNode series : outcomes.path("series")) {
            for (JsonNode count : series) {
                sum += count.asLong();
            }
        }
        return sum;
    }

    /** Opens so many streams of events; what the first one shows is kept. */
    void follow(int clients) {
        for (int i = 0; i < clients; i++) {
            boolean isKept = i == 0;
            try {
                Socket socket = open("/api/events");
                streams.add(socket);
                Thread.ofPlatform().daemon().name("bench-events-" + i).start(() -> read(socket, isKept));
            } catch (IOException e) {
                throw new UncheckedIOException("The console does not answer", e);
            }
        }
    }

    private void read(Socket socket, boolean isKept) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (isKept && line.startsWith("data: ")) {
                    take(line.substring("data: ".length()), System.nanoTime());
                }
            }
        } catch (IOException e) {
            // The bench is over, or the processor is gone, which the bench sees by itself.
        }
    }

    private void take(String data, long now) {
        JsonNode outcomes = parsed(data).path("outcomes");
        if (outcomes.isObject()) {
            synchronized (samples) {
                samples.add(new Sample(now, answered(outcomes)));
            }
        }
    }

    /** What the first stream showed until now. */
    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() {
        for (Socket socket : streams) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no more use either way.
            }
        }
    }
}
