package dev.alize.trail.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.audit.chain.LinkHeaders;
import dev.alize.audit.chain.SealCheck;
import dev.alize.audit.chain.Signer;
import dev.alize.trail.Entry;
import dev.alize.trail.verify.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final int TIMES = 1_000;

    private final GeneratedTrail trail = GeneratedTrail.of(7, 3, 200);

    @Test
    void findsEachOfAThousandTamperingsMostlyInOneFinding() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        GeneratedTrail many = GeneratedTrail.of(seed, 4, 80);
        Tamperer tamperer = new Tamperer(many.entries, entry -> true, new Random(seed));
        Seals seals = many.sealed(Instant.EPOCH, Instant.MAX);
        List<String> unseen = new ArrayList<>();
        Map<Tamperer.Act, Integer> wordy = new EnumMap<>(Tamperer.Act.class);
        for (int i = 0; i < TIMES; i++) {
            Tamperer.Tampered done = tamperer.tamper();
            Result result = GeneratedTrail.verify(done.trail(), seals, new Terms(Instant.EPOCH, Instant.MAX));
            if (result.isUntouched()) {
                unseen.add(done.act() + " " + done.what());
            }
            if (result.findings().size() > 1) {
                wordy.merge(done.act(), 1, Integer::sum);
            }
        }
        System.out.println("more than one finding: " + wordy);
        assertThat(unseen).isEmpty();
        assertThat(wordy.values().stream().mapToInt(Integer::intValue).sum()).isLessThan(TIMES / 4);
    }

    @Test
    void findsNothingInUntouchedChains() {
        for (int seed = 0; seed < 20; seed++) {
            GeneratedTrail untouched = GeneratedTrail.of(seed, 5, 300);
            Result result = untouched.verify(untouched.entries);
            assertThat(result.findings()).as("seed %d", seed).isEmpty();
            assertThat(result.unsealed()).isZero();
            assertThat(result.records()).isEqualTo(1_500);
        }
    }

    @Test
    void takesTheBeginningAndTheEndOfAWindowAsGiven() {
        for (int seed = 0; seed < 50; seed++) {
            GeneratedTrail all = GeneratedTrail.of(seed, 3, 400);
            Instant from = GeneratedTrail.START.plusSeconds(100 + seed);
            Instant to = from.plusSeconds(40 + 3 * seed);
            List<Entry> window = new ArrayList<>();
            for (int partition = 0; partition < 3; partition++) {
                int number = partition;
                List<Entry> own = all.entries.stream()
                        .filter(e -> e.partition() == number)
                        .toList();
                List<Integer> inside = Stream.iterate(0, i -> i < own.size(), i -> i + 1)
                        .filter(i -> !own.get(i).at().isBefore(from)
                                && own.get(i).at().isBefore(to))
                        .toList();
                window.addAll(own.subList(inside.getFirst(), inside.getLast() + 1));
            }
            Terms terms = Terms.of(from, to.minusSeconds(1), Instant.EPOCH, Instant.MAX);
            Result result = GeneratedTrail.verify(window, all.sealed(from, to), terms);
            assertThat(result.findings()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void retentionCausesNoAlarmButAMissingPrefixThatIsYounger() {
        List<Entry> rest = trail.entries.stream()
                .filter(entry -> !entry.at().isBefore(GeneratedTrail.START.plusSeconds(100)))
                .toList();
        Instant now = GeneratedTrail.START.plusSeconds(100_000);
        Seals seals = trail.sealed(Instant.EPOCH, Instant.MAX);
        Instant kept = GeneratedTrail.START.plusSeconds(100);
        assertThat(GeneratedTrail.verify(rest, seals, Terms.of(Instant.EPOCH, now, kept, now))
                        .findings())
                .isEmpty();
        Instant younger = GeneratedTrail.START.minusSeconds(3_600);
        assertThat(GeneratedTrail.verify(rest, seals, Terms.of(Instant.EPOCH, now, younger, now))
                        .findings())
                .isNotEmpty()
                .allMatch(finding -> finding.kind() == Kind.MISSING);
    }

    @Test
    void namesADroppedEventByItsPlace() {
        List<Entry> copy = new ArrayList<>(trail.entries);
        Entry dropped = copy.remove(100);
        var link = LinkHeaders.read(dropped.headers()).orElseThrow();
        assertThat(trail.verify(copy).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.MISSING);
            assertThat(finding.partition()).isEqualTo(dropped.partition());
            assertThat(finding.chain()).isEqualTo(link.chain());
            assertThat(finding.first()).isEqualTo(link.sequence());
            assertThat(finding.last()).isEqualTo(link.sequence());
        });
    }

    @Test
    void namesAWholePartitionThatIsGone() {
        List<Entry> copy =
                trail.entries.stream().filter(entry -> entry.partition() != 1).toList();
        assertThat(trail.verify(copy).findings())
                .isNotEmpty()
                .allMatch(finding -> finding.kind() == Kind.MISSING && finding.partition() == 1);
    }

    @Test
    void namesEventsOfAnUnsignedEpochAndUnchainedRecords() {
        GeneratedTrail forged = GeneratedTrail.of(99, 1, 10);
        List<Entry> copy = new ArrayList<>(trail.entries);
        forged.entries.stream()
                .map(entry -> new Entry(
                        2, 10_000 + entry.offset(), entry.at(), entry.key(), entry.headers(), entry.value(), null))
                .filter(entry ->
                        LinkHeaders.read(entry.headers()).orElseThrow().chain().startsWith("process"))
                .forEach(copy::add);
        Entry last = copy.getLast();
        for (int i = 1; i <= 5; i++) {
            copy.add(new Entry(2, last.offset() + i, last.at(), null, new RecordHeaders(), new byte[] {1}, null));
        }
        Result result = trail.verify(copy);
        assertThat(result.counts()).containsKeys(Kind.INSERTED);
        assertThat(result.findings())
                .filteredOn(finding -> finding.chain() == null)
                .singleElement()
                .satisfies(finding -> assertThat(finding.records()).isEqualTo(5));
    }

    @Test
    void doesNotBelieveSealsOfAnotherKey() {
        Seals seals = new Seals(new SealCheck(List.of(Signer.generate().publicKey())), Instant.EPOCH, Instant.MAX);
        trail.seals.forEach(seals::add);
        Result result = GeneratedTrail.verify(trail.entries, seals, new Terms(Instant.EPOCH, Instant.MAX));
        assertThat(result.checkpoints()).isZero();
        assertThat(result.counts()).containsKeys(Kind.CHECKPOINT, Kind.UNSIGNED_EPOCH);
    }

    @Test
    void saysHowMuchOfTheTailIsNotSealed() {
        GeneratedTrail half = GeneratedTrail.of(3, 1, 100);
        half.seals.removeIf(
                seal -> seal.checkpoint() != null && seal.checkpoint().getSequence() >= 0);
        Result result = half.verify(half.entries);
        assertThat(result.findings()).isEmpty();
        assertThat(result.unsealed()).isEqualTo(100);
    }

    @Test
    void recordsFromBeforeTheTrailWasChainedAreNoFinding() {
        List<Entry> copy = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            copy.add(new Entry(
                    0,
                    i - 1_000,
                    GeneratedTrail.START.minusSeconds(60),
                    null,
                    new RecordHeaders(),
                    new byte[] {1},
                    null));
        }
        copy.addAll(trail.entries);
        Result result = trail.verify(copy);
        assertThat(result.findings()).isEmpty();
        assertThat(result.unchained()).isEqualTo(300);
    }

    @Test
    void eventsInNoChainProveNothing() {
        Result loose = new Result(3, 3, 0, List.of(), Map.of(), List.of());
        assertThat(loose.isProven()).isFalse();
        assertThat(ResultText.of(loose)).contains("nothing was proven").doesNotContain("nothing was changed");
        assertThat(ResultText.sentence(loose)).endsWith("nothing was proven, as no event is in a chain.");

        assertThat(new Result(0, 0, 0, List.of(), Map.of(), List.of()).isProven())
                .isTrue();
        assertThat(trail.verify(trail.entries).isProven()).isTrue();
    }
}
