package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.audit.KeyedHash;
import dev.alize.audit.Pseudonyms;
import dev.alize.audit.Sealing;
import dev.alize.audit.TrailKeys;
import dev.alize.audit.chain.Link;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.audit.chain.Seal;
import dev.alize.audit.chain.SealCheck;
import dev.alize.audit.chain.Signer;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Erasure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tasks write into the audit trail: the chain, its seals, hashes and pseudonyms. */
class TrailTest {
    private static final Signer.Pair KEYS = Signer.generate();
    private static final KeyedHash HASH = new KeyedHash("a key of the audit trail");

    private final Pipeline pipeline = new Pipeline();

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void chained(int events) {
        Sealing sealing = new Sealing(Signer.of(KEYS.privateKey()), "test", events, Duration.ofSeconds(60));
        pipeline.trail(new TrailKeys(HASH, sealing));
        pipeline.restart();
    }

    @Test
    void aPlainRequestCostsThreeEvents() {
        answer("r1");
        assertThat(events()).extracting(AuditEvent::getKind).containsExactly("admitted", "attempt", "response");
    }

    @Test
    void tiesEachEventToTheOneBefore() {
        chained(1_000);
        answer("r1");
        answer("r2");
        List<Link> links = links(pipeline.records(Pipeline.TOPICS.audit()));
        assertThat(links).hasSize(6);
        assertThat(links).extracting(Link::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(links).extracting(Link::chain).containsOnly("task/0");
        for (int i = 1; i < links.size(); i++) {
            assertThat(links.get(i).previous()).isEqualTo(links.get(i - 1).hash());
        }
    }

    @Test
    void opensTheEpochAndSealsByNumberAndByTime() {
        chained(4);
        answer("r1");
        assertThat(sequences()).containsExactly(-1L);
        answer("r2");
        assertThat(sequences()).containsExactly(3L);
        pipeline.advance(Duration.ofSeconds(61));
        assertThat(sequences()).containsExactly(5L);
        pipeline.advance(Duration.ofSeconds(61));
        assertThat(sequences()).as("nothing new").isEmpty();
    }

    @Test
    void goesOnWithTheChainAfterARestart() {
        chained(1_000);
        answer("r1");
        List<Link> before = links(pipeline.records(Pipeline.TOPICS.audit()));
        pipeline.restart();
        answer("r2");
        List<Link> after = links(pipeline.records(Pipeline.TOPICS.audit()));
        assertThat(after.getFirst().previous()).isEqualTo(before.getLast().hash());
        assertThat(after.getFirst().epoch()).isEqualTo(before.getLast().epoch());
    }

    @Test
    void sealsAllAtTheEnd() {
        Sealing sealing = new Sealing(Signer.of(KEYS.privateKey()), "test", 1_000, Duration.ofHours(1));
        TrailKeys keys = new TrailKeys(HASH, sealing);
        pipeline.trail(keys);
        pipeline.restart();
        answer("r1");
        assertThat(keys.isSealed()).isFalse();
        sequences();
        keys.end();
        pipeline.advance(Duration.ofMillis(500));
        assertThat(sequences()).containsExactly(2L);
        assertThat(keys.isSealed()).isTrue();
    }

    @Test
    void sealsAtOnceWhatAnEarlierTaskLeft() {
        chained(1_000);
        answer("r1");
        assertThat(sequences()).containsExactly(-1L);
        pipeline.restart();
        pipeline.advance(Duration.ofMillis(500));
        assertThat(sequences()).containsExactly(2L);
        answer("r2");
        pipeline.advance(Duration.ofSeconds(1));
        assertThat(sequences()).as("not due yet").isEmpty();
    }

    @Test
    void aCallThatACrashCutOffIsUnknownAndMayBeBilled() {
        pipeline.request(Pipeline.request("r1", "hello").build());
        pipeline.restartAsAnotherProcess();
        pipeline.look();
        AuditAttempt cutOff = events().stream()
                .map(AuditEvent::getAttempt)
                .filter(attempt -> attempt != null)
                .findFirst()
                .orElseThrow();
        assertThat(cutOff.getOutcome()).isEqualTo("unknown");
        assertThat(cutOff.getPossiblyBilled()).isTrue();
        assertThat(cutOff.getTarget()).isEqualTo("target");
    }

    @Test
    void aRequestThatIsNeverAdmittedIsFoundByItsHashToo() {
        chained(1_000);
        answer("r1");
        String asked = events().getFirst().getContentHash();
        pipeline.cancel("r2");
        pipeline.request(Pipeline.request("r2", "hello").build());
        List<AuditEvent> events = events();
        assertThat(events).extracting(AuditEvent::getKind).containsExactly("cancel", "response");
        assertThat(events.getLast().getContentHash()).isNotNull().isEqualTo(asked);
    }

    @Test
    void equalTextsHaveEqualHashesAndOthersDoNot() {
        chained(1_000);
        answer("r1");
        answer("r2");
        pipeline.request(Pipeline.request("r3", "another text").build());
        pipeline.provider.last().succeed("fine");
        pipeline.look();
        List<String> admitted = events().stream()
                .filter(event -> event.getKind().equals("admitted"))
                .map(AuditEvent::getContentHash)
                .toList();
        assertThat(admitted).hasSize(3).doesNotContainNull();
        assertThat(admitted.get(0)).isEqualTo(admitted.get(1)).isNotEqualTo(admitted.get(2));
    }

    @Test
    void aSubjectHasOnePseudonymUntilItIsForgotten() {
        chained(1_000);
        String first = pseudonym("r1");
        assertThat(first).startsWith("s-").doesNotContain("ada");
        assertThat(pseudonym("r2")).isEqualTo(first);
        pipeline.restart();
        assertThat(pseudonym("r3")).as("kept in the store").isEqualTo(first);
        byte[] subject = new Pseudonyms(HASH).subjectHash("default", "ada@example.org");
        Erasure erasure = new Erasure("order-1", ByteBuffer.wrap(subject), Instant.EPOCH, "somebody");
        pipeline.raw(Pipeline.TOPICS.erasures(), "order-1", PlainCodec.write(erasure));
        AuditEvent forgotten = events().getLast();
        assertThat(forgotten.getKind()).isEqualTo("forgotten");
        assertThat(forgotten.getReason()).isEqualTo("known");
        assertThat(forgotten.getSubject()).isNull();
        assertThat(forgotten.getDetails()).containsOnlyKeys("erasure");
        assertThat(pseudonym("r4")).isNotEqualTo(first);
    }

    @Test
    void withoutAKeyThereAreNeitherHashesNorSubjects() {
        assertThat(pseudonym("r1")).isNull();
    }

    private String pseudonym(String id) {
        CompletionRequest request = Pipeline.request(id, "hello").build();
        request.setSubject("ada@example.org");
        pipeline.request(request);
        pipeline.provider.last().succeed("fine");
        pipeline.look();
        List<AuditEvent> events = events();
        assertThat(events)
                .extracting(AuditEvent::getSubject)
                .containsOnly(events.getLast().getSubject());
        return events.getLast().getSubject();
    }

    private void answer(String id) {
        pipeline.request(Pipeline.request(id, "hello").build());
        pipeline.provider.last().succeed("fine");
        pipeline.look();
    }

    private List<AuditEvent> events() {
        return pipeline.audit();
    }

    private List<Long> sequences() {
        SealCheck check = new SealCheck(List.of(KEYS.publicKey()));
        List<Long> sequences = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : pipeline.records(Pipeline.TOPICS.checkpoints())) {
            AuditCheckpoint checkpoint = PlainCodec.read(record.value(), AuditCheckpoint.class);
            Seal seal = Sealing.seal(checkpoint);
            assertThat(check.isGenuine(seal, checkpoint.getKeyId(), Sealing.bytes(checkpoint.getSignature())))
                    .isTrue();
            sequences.add(seal.sequence());
        }
        return sequences;
    }

    private static List<Link> links(List<TestRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> {
                    Link link = LinkHeaders.read(record.headers()).orElseThrow();
                    assertThat(link.fits(record.key(), record.value())).isTrue();
                    return link;
                })
                .toList();
    }
}
