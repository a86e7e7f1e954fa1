package dev.alize.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A streamed chat completion read from the socket: every HTTP chunk is one write of the simulator. */
final class RawStream implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawStream(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    static RawStream open(SimulatedMistral simulator, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", simulator.port());
        String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer any\r\ncontent-length: ";
        socket.getOutputStream().write((head + body.length() + "\r\n\r\n" + body).getBytes(ISO_8859_1));
        return new RawStream(socket);
    }

    /** Reads up to the end of this text, and gives what came. */
    String readUntil(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended before '%s': %s".formatted(text, read));
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** The writes until the answer ends or breaks off; the last one is empty where it ended as HTTP asks for it. */
    List<byte[]> writes() throws IOException {
        readUntil("\r\n\r\n");
        List<byte[]> writes = new ArrayList<>();
        while (true) {
            String size = line();
            if (size.isEmpty()) {
                return writes;
            }
            byte[] write = in.readNBytes(Integer.parseInt(size, 16));
            writes.add(write);
            line();
            if (write.length == 0) {
                return writes;
            }
        }
    }

    /** Empty at the end of the connection. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
