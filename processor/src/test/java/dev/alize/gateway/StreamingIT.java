package dev.alize.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.cli.AlizeProcess;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Flaw;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.behaviour.StreamShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streamed answers, as consumers of the topics and users of the command line see them. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before each test
class StreamingIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** 40 deltas and the one with the role: two seconds in all. */
    private static final Behaviour STEADY = Behaviour.GOOD.with(StreamShape.PLAIN.withInterval(Duration.ofMillis(50)));

    @TempDir
    Path directory;

    private Trial trial;
    private Path file;
    private AutoCloseable gateway;

    @BeforeEach
    void open() throws IOException {
        trial = new Trial(directory.resolve("state"), "");
        trial.mistral.behave(STEADY);
        file = trial.configurationFile(directory.resolve("policy-config.yaml"));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        trial.close();
    }

    private void start() throws InterruptedException {
        Gateway started = Gateway.start(trial.configuration, Environment.ofProcess());
        gateway = started;
        assertThat(started.awaitRunning(LONG)).isTrue();
    }

    private Process startProcess() throws IOException {
        Process process = GatewayProcess.start(file);
        gateway = () -> process.destroyForcibly().waitFor();
        return process;
    }

    private void request(String id) {
        CompletionRequest request = Trial.request(id, "Hello from " + id);
        request.setStream(true);
        trial.send(Topic.REQUESTS, id, request);
    }

    private AlizeProcess submit(String id) throws IOException {
        return AlizeProcess.start("submit", "--policy-config", file.toString(), "--stream", "--id", id, "Hello");
    }

    private record Stream(List<CompletionChunk> chunks, int partition) {
        String text() {
            return chunks.stream()
                    .flatMap(chunk -> chunk.getDeltas().stream())
                    .map(delta -> String.valueOf(delta.getMessage().getContent()))
                    .collect(Collectors.joining());
        }

        Stream ofAttempt(int number) {
            return new Stream(
                    chunks.stream()
                            .filter(chunk -> chunk.getAttempt() == number)
                            .toList(),
                    partition);
        }

        /** Numbered from 0 without gaps; only the last one may be marked. */
        void assertGapless() {
            assertThat(chunks)
                    .extracting(CompletionChunk::getSequence)
                    .containsExactlyElementsOf(
                            IntStream.range(0, chunks.size()).boxed().toList());
            assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(CompletionChunk::getLast);
        }
    }

    /** All chunks on the topic, which holds so many at least, by request. */
    private Map<String, Stream> streams(int chunks) {
        Map<String, Stream> streams = new HashMap<>();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(trial.read(Topic.CHUNKS, chunks, LONG));
        records.addAll(trial.read(Topic.CHUNKS, 1, Duration.ofMillis(500)));
        for (ConsumerRecord<byte[], byte[]> record : records) {
            CompletionChunk chunk = trial.decode(record, CompletionChunk.class);
            String id = chunk.getRequestId();
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(id);
            Stream stream = streams.computeIfAbsent(id, i -> new Stream(new ArrayList<>(), record.partition()));
            assertThat(record.partition()).isEqualTo(stream.partition());
            stream.chunks().add(chunk);
        }
        return streams;
    }

    private static String text(CompletionResponse response) {
        return String.valueOf(response.getChoices().getFirst().getMessage().getContent());
    }

    @Test
    void theChunksOfEachOfManyStreamsMakeTheTextOfItsResponse() throws Exception {
        start();
        for (int i = 0; i < 20; i++) {
            request("r" + i);
        }
        Map<String, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
        trial.read(Topic.RESPONSES, 20, LONG)
                .forEach(record -> records.put(new String(record.key(), StandardCharsets.UTF_8), record));
        assertThat(records).hasSize(20);
        Map<String, CompletionResponse> responses = new HashMap<>();
        records.forEach((id, record) -> responses.put(id, trial.decode(record, CompletionResponse.class)));
        int chunks = responses.values().stream()
                .mapToInt(CompletionResponse::getChunks)
                .sum();
        Map<String, Stream> streams = streams(chunks);
        assertThat(streams.keySet()).isEqualTo(responses.keySet());
        streams.forEach((id, stream) -> {
            CompletionResponse response = requireNonNull(responses.get(id));
            stream.assertGapless();
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(stream.chunks()).hasSize(response.getChunks()).hasSizeGreaterThan(5);
            assertThat(stream.chunks()).allMatch(chunk -> chunk.getAttempt() == 1 && chunk.getError() == null);
            assertThat(stream.chunks().getLast().getLast()).isTrue();
            assertThat(stream.text()).isEqualTo(text(response)).isNotEmpty();
            assertThat(stream.partition())
                    .isEqualTo(requireNonNull(records.get(id)).partition());
        });
    }

    @Test
    void submitPrintsTheTextAsItComesAndReadsItAgainWithoutASecondCall() throws Exception {
        start();
        try (AlizeProcess submit = submit("asked")) {
            String begin = submit.read(4);
            assertThat(trial.mistral.statistics().streams().finished())
                    .as("the stream went on when its first text was printed")
                    .isZero();
            AlizeProcess.Run run = submit.finish();
            String text = text(trial.responses(1, LONG).getFirst());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(begin + run.out()).isEqualTo(text + System.lineSeparator());
            assertThat(run.err()).contains("completed in", "attempt 1", "chunks");
            try (AlizeProcess again = submit("asked")) {
                assertThat(again.finish().out()).isEqualTo(text + System.lineSeparator());
            }
            assertThat(trial.mistral.statistics().calls()).isEqualTo(1);
        }
    }

    @Test
    void aStreamThatIsCutEndsWithAMarkedChunkAndAFailedResponse() throws Exception {
        start();
        trial.mistral.behave(STEADY.with(Rule.of(Match.ALL, new Reaction.Flawed(new Flaw.Cut(10, true)))));
        AlizeProcess.Run run =
                AlizeProcess.run("submit", "--policy-config", file.toString(), "--stream", "--id", "cut", "Hello");
        CompletionResponse response = trial.responses(1, LONG).getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getChoices()).isEmpty();
        assertThat(response.getAttempts()).isEqualTo(2);
        Stream stream =
                requireNonNull(streams(response.getChunks() + 1).get("cut")).ofAttempt(2);
        stream.assertGapless();
        CompletionChunk last = stream.chunks().getLast();
        assertThat(stream.chunks()).hasSize(response.getChunks());
        assertThat(last.getLast()).isTrue();
        assertThat(last.getError()).isEqualTo(response.getError()).isNotNull();
        assertThat(stream.text()).isNotEmpty();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).endsWith(stream.text() + System.lineSeparator());
        assertThat(run.err())
                .contains("attempt 1 broke off: " + response.getError().getKind());
    }

    @Test
    void aKillInMidStreamStartsASecondAttemptFromItsFirstChunk() throws Exception {
        Process process = startProcess();
        GatewayProcess.awaitReady(process);
        try (AlizeProcess submit = submit("killed")) {
            String begin = submit.read(12);
            process.destroyForcibly().waitFor();
            startProcess();
            AlizeProcess.Run run = submit.finish();

            List<CompletionResponse> responses = trial.responses(2, Duration.ofSeconds(2));
            assertThat(responses).hasSize(1);
            CompletionResponse response = responses.getFirst();
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(response.getAttempts()).isEqualTo(2);
            Stream stream = requireNonNull(streams(response.getChunks()).get("killed"));
            Stream first = stream.ofAttempt(1);
            Stream second = stream.ofAttempt(2);
            first.assertGapless();
            assertThat(first.chunks()).noneMatch(CompletionChunk::getLast);
            second.assertGapless();
            assertThat(second.chunks()).hasSize(response.getChunks());
            assertThat(second.text()).isEqualTo(text(response)).startsWith(first.text());
            assertThat(stream.chunks()).hasSize(first.chunks().size() + response.getChunks());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat((begin + run.out()).lines()).containsExactly(first.text(), "--- attempt 2 ---", text(response));
            assertThat(trial.mistral.statistics().calls()).isEqualTo(2);
        }
    }
}
