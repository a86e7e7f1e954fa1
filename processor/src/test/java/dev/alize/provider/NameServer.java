package dev.alize.provider;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** A DNS server that knows one IPv4 address for every name, and lets it be kept for a day. */
final class NameServer implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    private static final int DAY_SECONDS = 86_400;
    private static final short TYPE_A = 1;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    private volatile byte[] address;

    NameServer(String address) throws IOException {
        this.address = InetAddress.getByName(address).getAddress();
        Thread.ofVirtual().start(this::serve);
    }

    String place() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    void moveTo(String newAddress) throws IOException {
        address = InetAddress.getByName(newAddress).getAddress();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private byte[] answer(ByteBuffer query) {
        int end = HEADER_BYTES;
        while (query.get(end) != 0) {
            end += query.get(end) + 1;
        }
        boolean known = query.getShort(end + 1) == TYPE_A;
        byte[] question = new byte[end + 5 - HEADER_BYTES];
        query.get(HEADER_BYTES, question);
        ByteBuffer answer = ByteBuffer.allocate(HEADER_BYTES + question.length + (known ? 16 : 0))
                .putShort(query.getShort(0))
                .putShort((short) 0x8180)
                .putShort((short) 1)
                .putShort((short) (known ? 1 : 0))
                .putInt(0)
                .put(question);
        if (known) {
            answer.putShort((short) 0xC00C)
                    .putShort(TYPE_A)
                    .putShort((short) 1)
                    .putInt(DAY_SECONDS)
                    .putShort((short) 4)
                    .put(address);
        }
        return answer.array();
    }
}
