package dev.alize.connect.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses lead to the public Internet, after the special-purpose registries of IANA. IPv6 is public only within
 * 2000::/3 and, by way of NAT64, where the IPv4 address within is.
 */
final class PublicAddresses {
    private static final List<Block> SPECIAL_4 = List.of(
            Block.of("0.0.0.0", 8, "unspecified"),
            Block.of("10.0.0.0", 8, "private"),
            Block.of("100.64.0.0", 10, "shared (carrier-grade NAT)"),
            Block.of("127.0.0.0", 8, "loopback"),
            Block.of("168.63.129.16", 32, "a cloud's metadata service"),
            Block.of("169.254.0.0", 16, "link-local"),
            Block.of("172.16.0.0", 12, "private"),
            Block.of("192.0.0.0", 24, "reserved"),
            Block.of("192.0.2.0", 24, "for documentation"),
            Block.of("192.88.99.0", 24, "reserved"),
            Block.of("192.168.0.0", 16, "private"),
            Block.of("198.18.0.0", 15, "for benchmarks"),
            Block.of("198.51.100.0", 24, "for documentation"),
            Block.of("203.0.113.0", 24, "for documentation"),
            Block.of("224.0.0.0", 4, "multicast"),
            Block.of("240.0.0.0", 4, "reserved"));
    private static final Block NAT64 = Block.of("64:ff9b::", 96, "NAT64");
    private static final Block GLOBAL_6 = Block.of("2000::", 3, "global");
    private static final List<Block> SPECIAL_6 = List.of(
            Block.of("2001::", 23, "reserved"),
            Block.of("2001:db8::", 32, "for documentation"),
            Block.of("2002::", 16, "6to4"),
            Block.of("3fff::", 20, "for documentation"));

    private PublicAddresses() {}

    /** Addresses with the same first bits. */
    private record Block(byte[] start, int bits, String kind) {
        static Block of(String start, int bits, String kind) {
            try {
                return new Block(InetAddress.getByName(start).getAddress(), bits, kind);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(start + " is no address", e);
            }
        }

        boolean has(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What kind of address it is; empty where it is public. */
    static String kind(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? kind4(bytes) : kind6(bytes);
    }

    private static String kind4(byte[] bytes) {
        return first(SPECIAL_4, bytes);
    }

    private static String kind6(byte[] bytes) {
        if (NAT64.has(bytes)) {
            return kind4(new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]});
        }
        if (GLOBAL_6.has(bytes)) {
            return first(SPECIAL_6, bytes);
        }
        boolean mapped = bytes[10] == -1 && bytes[11] == -1;
        return mapped ? "IPv4-mapped" : "not global";
    }

    private static String first(List<Block> blocks, byte[] bytes) {
        return blocks.stream()
                .filter(block -> block.has(bytes))
                .map(Block::kind)
                .findFirst()
                .orElse("");
    }
}
