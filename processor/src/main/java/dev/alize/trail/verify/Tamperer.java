package dev.alize.trail.verify;

import dev.alize.audit.chain.Link;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.trail.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Does to a trail what nobody should do, once at a time, to try the verifier. Works on a copy of the list; records stay
 * what they are.
 */
public final class Tamperer {
    private static final String[] HEADERS = {
        LinkHeaders.CHAIN, LinkHeaders.EPOCH, LinkHeaders.SEQUENCE, LinkHeaders.PREVIOUS, LinkHeaders.HASH
    };

    private final List<Entry> trail;
    private final List<Integer> provable;
    private final RandomGenerator random;

    /** What can be done. */
    public enum Act {
        VALUE,
        VALUE_AND_HASH,
        KEY,
        HEADER,
        NO_HEADERS,
        DROP,
        SWAP,
        DUPLICATE,
        INSERT,
        FORGE
    }

    /**
     * A trail with one change.
     *
     * @param what was done, and where
     */
    public record Tampered(Act act, String what, List<Entry> trail) {}

    /**
     * A tamperer.
     *
     * @param trail partitions one after another, each by offset
     * @param isProvable whether a genuine checkpoint seals the event: only those are touched
     */
    public Tamperer(List<Entry> trail, Predicate<Entry> isProvable, RandomGenerator random) {
        this.trail = trail;
        this.provable = IntStream.range(0, trail.size())
                .filter(at -> isProvable.test(trail.get(at)))
                .boxed()
                .toList();
        this.random = random;
        if (provable.isEmpty()) {
            throw new IllegalArgumentException("got a trail without sealed events, expected at least one");
        }
    }

    /** One random change. */
    public Tampered tamper() {
        Act act = Act.values()[random.nextInt(Act.values().length)];
        int at = provable.get(random.nextInt(provable.size()));
        List<Entry> copy = new ArrayList<>(trail);
        Entry entry = trail.get(at);
        String place = "partition " + entry.partition() + ", offset " + entry.offset();
        switch (act) {
            case VALUE -> copy.set(at, with(entry, entry.key(), entry.headers(), flipped(value(entry))));
            case VALUE_AND_HASH -> copy.set(at, rehashed(entry));
            case KEY -> copy.set(at, with(entry, otherKey(entry.key()), entry.headers(), entry.value()));
            case HEADER -> copy.set(at, with(entry, entry.key(), otherHeader(entry), entry.value()));
            case NO_HEADERS -> copy.set(at, with(entry, entry.key(), new RecordHeaders(), entry.value()));
            case DROP -> copy.remove(at);
            case SWAP -> place += ", with offset " + swap(copy, at);
            case DUPLICATE -> copy.add(placeIn(entry.partition(), at), entry);
            case INSERT ->
                copy.add(
                        at + 1,
                        with(entry, "x".getBytes(StandardCharsets.UTF_8), new RecordHeaders(), flipped(value(entry))));
            case FORGE -> copy.add(at + 1, rehashed(entry));
        }
        return new Tampered(act, place, renumbered(copy));
    }

    private static byte[] value(Entry entry) {
        byte[] value = entry.value();
        return value == null ? new byte[1] : value;
    }

    private static Entry with(Entry entry, byte @Nullable [] key, Headers headers, byte @Nullable [] value) {
        return new Entry(entry.partition(), entry.offset(), entry.at(), key, headers, value, null);
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {1};
        }
        byte[] copy = bytes.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private byte @Nullable [] otherKey(byte @Nullable [] key) {
        return key == null ? new byte[] {1} : random.nextBoolean() ? flipped(key) : null;
    }

    private Entry rehashed(Entry entry) {
        Link link = LinkHeaders.read(entry.headers()).orElseThrow();
        byte[] value = flipped(value(entry));
        byte[] hash = Link.hash(link.chain(), link.epoch(), link.sequence(), link.previous(), entry.key(), value);
        Headers headers = new RecordHeaders();
        LinkHeaders.write(new Link(link.chain(), link.epoch(), link.sequence(), link.previous(), hash), headers);
        return with(entry, entry.key(), headers, value);
    }

    private Headers otherHeader(Entry entry) {
        String name = HEADERS[random.nextInt(HEADERS.length)];
        byte[] old = entry.headers().lastHeader(name).value();
        Headers headers = new RecordHeaders(entry.headers().toArray());
        switch (random.nextInt(3)) {
            case 0 -> headers.remove(name);
            case 1 -> headers.add(name, flipped(old));
            default -> headers.remove(name).add(name, flipped(old));
        }
        return headers;
    }

    private long swap(List<Entry> copy, int at) {
        Link link = LinkHeaders.read(trail.get(at).headers()).orElseThrow();
        List<Integer> others = provable.stream()
                .filter(other -> other != at)
                .filter(other -> LinkHeaders.read(trail.get(other).headers())
                        .filter(found -> found.chain().equals(link.chain()) && found.epoch() == link.epoch())
                        .isPresent())
                .toList();
        if (others.isEmpty()) {
            copy.remove(at);
            return -1;
        }
        int other = others.get(random.nextInt(others.size()));
        copy.set(at, trail.get(other));
        copy.set(other, trail.get(at));
        return trail.get(other).offset();
    }

    private int placeIn(int partition, int at) {
        int first = at;
        int last = at;
        while (first > 0 && trail.get(first - 1).partition() == partition) {
            first--;
        }
        while (last < trail.size() - 1 && trail.get(last + 1).partition() == partition) {
            last++;
        }
        return first + 1 + random.nextInt(last - first + 1);
    }

    private static List<Entry> renumbered(List<Entry> entries) {
        List<Entry> numbered = new ArrayList<>(entries.size());
        long offset = 0;
        int partition = -1;
        for (Entry entry : entries) {
            offset = entry.partition() == partition ? offset + 1 : 0;
            partition = entry.partition();
            numbered.add(new Entry(
                    partition, offset, entry.at(), entry.key(), entry.headers(), entry.value(), entry.event()));
        }
        return numbered;
    }
}
