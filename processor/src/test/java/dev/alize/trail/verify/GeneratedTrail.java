package dev.alize.trail.verify;

import dev.alize.audit.chain.Head;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.audit.chain.Seal;
import dev.alize.audit.chain.SealCheck;
import dev.alize.audit.chain.Signer;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.trail.Entry;
import dev.alize.trail.SealEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Chains of tasks and processes as the engine writes them, sealed now and then, and at their end. */
final class GeneratedTrail {
    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    final Signer signer = Signer.of(Signer.generate().privateKey());
    final List<Entry> entries = new ArrayList<>();
    final List<SealEntry> seals = new ArrayList<>();
    private final Random random;
    private Instant now = START;

    private GeneratedTrail(Random random) {
        this.random = random;
    }

    /** Partition p has the chain of its task, in one or two epochs, and that of a process in between. */
    static GeneratedTrail of(long seed, int partitions, int events) {
        GeneratedTrail trail = new GeneratedTrail(new Random(seed));
        for (int partition = 0; partition < partitions; partition++) {
            trail.partition(partition, events);
        }
        return trail;
    }

    private void partition(int partition, int events) {
        long offset = 0;
        now = START;
        Head task = open("task/" + partition, 1, partition);
        Head process = open("process/gateway-" + partition + "/1790000000000", 1, partition);
        int newEpoch = random.nextBoolean() ? random.nextInt(2, events) : -1;
        for (int i = 0; i < events; i++) {
            if (i == newEpoch) {
                seal(task, partition);
                task = open("task/" + partition, 2, partition);
            }
            offset += random.nextInt(10) == 0 ? 2 : 1;
            Head head = random.nextInt(8) == 0 ? process : task;
            now = now.plusMillis(random.nextInt(2_000));
            entries.add(entry(head, partition, offset));
            if (random.nextInt(20) == 0) {
                seal(head, partition);
            }
        }
        seal(task, partition);
        seal(process, partition);
    }

    private Head open(String chain, long epoch, int partition) {
        Head head = Head.opening(chain, epoch);
        seal(head, partition);
        return head;
    }

    private Entry entry(Head head, int partition, long offset) {
        byte[] key = ("key-" + random.nextInt(1_000)).getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[random.nextInt(20, 200)];
        random.nextBytes(value);
        RecordHeaders headers = new RecordHeaders();
        LinkHeaders.write(head.append(key, value), headers);
        return new Entry(partition, offset, now.plusMillis(random.nextInt(-500, 500)), key, headers, value, null);
    }

    private void seal(Head head, int partition) {
        Seal seal = head.seal(now.toEpochMilli(), "gateway-1");
        seals.add(new SealEntry(partition, seals.size(), checkpoint(signer, seal)));
    }

    static AuditCheckpoint checkpoint(Signer signer, Seal seal) {
        return AuditCheckpoint.newBuilder()
                .setChain(seal.chain())
                .setEpoch(seal.epoch())
                .setSequence(seal.sequence())
                .setHash(ByteBuffer.wrap(seal.hash()))
                .setAt(Instant.ofEpochMilli(seal.atMs()))
                .setInstance(seal.instance())
                .setKeyId(signer.keyId())
                .setSignature(ByteBuffer.wrap(signer.sign(seal)))
                .build();
    }

    Seals sealed(Instant from, Instant to) {
        Seals all = new Seals(new SealCheck(List.of(signer.publicKey())), from, to);
        seals.forEach(all::add);
        return all;
    }

    Result verify(List<Entry> trail) {
        return verify(trail, sealed(Instant.EPOCH, Instant.MAX), new Terms(Instant.EPOCH, Instant.MAX));
    }

    static Result verify(List<Entry> trail, Seals seals, Terms terms) {
        Verifier verifier = new Verifier(seals, terms);
        trail.forEach(verifier::take);
        return verifier.result();
    }
}
