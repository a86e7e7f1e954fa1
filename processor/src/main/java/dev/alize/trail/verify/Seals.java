package dev.alize.trail.verify;

import dev.alize.audit.chain.Seal;
import dev.alize.audit.chain.SealCheck;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.trail.SealEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The seals that were signed by a known key, by chain, epoch and sequence; about 150 bytes for each. Fill it, then share
 * it.
 */
public final class Seals {
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(2);

    private final SealCheck check;
    private final Instant from;
    private final Instant to;
    private final Map<Place, Line> lines = new HashMap<>();
    private final Map<Integer, Instant> begun = new HashMap<>();
    private final Findings findings = new Findings();
    private long genuine;

    /** A chain and its epoch. */
    record Place(String chain, long epoch) {}

    /** A seal, without its place. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sealed(Instant at, byte[] hash) {}

    /** The seals of one epoch of a chain. */
    static final class Line {
        final int partition;
        final TreeMap<Long, Sealed> seals = new TreeMap<>();

        Line(int partition) {
            this.partition = partition;
        }
    }

    /**
     * None yet.
     *
     * @param from seals that are older are passed over, but for those that open an epoch
     * @param to the same for those that are two hours or more younger
     */
    public Seals(SealCheck check, Instant from, Instant to) {
        this.check = check;
        this.from = from;
        this.to = to.isAfter(Instant.MAX.minus(LONGEST_INTERVAL)) ? Instant.MAX : to.plus(LONGEST_INTERVAL);
    }

    /** Takes a record of the topic of checkpoints. */
    public void add(SealEntry entry) {
        AuditCheckpoint checkpoint = entry.checkpoint();
        if (checkpoint == null) {
            findings.add(finding(entry, "the record holds no checkpoint"));
            return;
        }
        Instant at = checkpoint.getAt();
        if (checkpoint.getSequence() >= 0 && (at.isBefore(from) || at.isAfter(to))) {
            return;
        }
        byte[] hash = bytes(checkpoint.getHash());
        Seal seal = new Seal(
                checkpoint.getChain(),
                checkpoint.getEpoch(),
                checkpoint.getSequence(),
                hash,
                at.toEpochMilli(),
                checkpoint.getInstance());
        if (!check.knows(checkpoint.getKeyId())) {
            findings.add(finding(
                    entry,
                    "the checkpoint is signed with key " + safe(checkpoint.getKeyId())
                            + ", expected one of the public keys that were given"));
        } else if (!check.isGenuine(seal, checkpoint.getKeyId(), bytes(checkpoint.getSignature()))) {
            findings.add(finding(entry, "the signature of the checkpoint is wrong"));
        } else {
            keep(entry, seal, at);
        }
    }

    private void keep(SealEntry entry, Seal seal, Instant at) {
        genuine++;
        int partition = entry.partition() >= 0 ? entry.partition() : Math.max(-1, PartitionCheck.home(seal.chain()));
        begun.merge(partition, at, (one, other) -> one.isBefore(other) ? one : other);
        Line line = lines.computeIfAbsent(new Place(seal.chain(), seal.epoch()), place -> new Line(partition));
        Sealed before = line.seals.putIfAbsent(seal.sequence(), new Sealed(at, seal.hash()));
        if (before != null && !java.util.Arrays.equals(before.hash(), seal.hash())) {
            findings.add(finding(entry, "two genuine checkpoints seal different events at the same place"));
        }
    }

    private static Finding finding(SealEntry entry, String what) {
        AuditCheckpoint of = entry.checkpoint();
        return new Finding(
                Finding.Kind.CHECKPOINT,
                entry.partition(),
                entry.offset(),
                of == null ? null : safe(of.getChain()),
                of == null ? -1 : of.getEpoch(),
                of == null ? -1 : of.getSequence(),
                of == null ? -1 : of.getSequence(),
                1,
                what);
    }

    private static byte[] bytes(java.nio.ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static String safe(String text) {
        String cut = text.length() > 600 ? text.substring(0, 600) : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    @Nullable
    Line line(String chain, long epoch) {
        return lines.get(new Place(chain, epoch));
    }

    Map<Place, Line> lines() {
        return lines;
    }

    /** Whether a chain of the partition was sealed before that moment. */
    boolean hasBegun(int partition, Instant moment) {
        Instant first = begun.get(partition);
        return first != null && first.isBefore(moment);
    }

    Findings findings() {
        return findings;
    }

    /** Whether the seals prove that there was such an event. */
    public boolean proves(String chain, long epoch, long sequence, Terms terms) {
        Line line = line(chain, epoch);
        return line != null
                && Expected.of(line, terms)
                        .filter(expected -> sequence >= expected.first() && sequence <= expected.last())
                        .isPresent();
    }

    /** How many there are. */
    public long genuine() {
        return genuine;
    }
}
