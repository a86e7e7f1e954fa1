package dev.alize.client.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.client.BadInputException;
import dev.alize.client.MemoryExchange;
import dev.alize.client.Responses;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchJobTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path directory;

    private Path input;
    private Path output;
    private Path sidecar;
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void files() throws IOException {
        input = directory.resolve("requests.jsonl");
        output = directory.resolve("answers.jsonl");
        sidecar = directory.resolve("answers.jsonl.run");
        Files.write(input, IntStream.range(0, 50).mapToObj(BatchJobTest::line).toList());
    }

    @Test
    void answersEveryLineOnceAndLeavesNoSidecar() throws IOException {
        MemoryExchange exchange = new MemoryExchange(this::echo);

        Summary summary = run(exchange, NEVER);

        assertThat(summary.completed()).isEqualTo(50);
        assertThat(summary.allCompleted()).isTrue();
        assertThat(answers().values().stream()
                        .map(line -> line.at("/response/status_code").asInt()))
                .hasSize(50)
                .containsOnly(200);
        assertThat(answer("r7").at("/response/body/choices/0/message/content").asText())
                .isEqualTo("prompt 7");
        assertThat(sidecar).doesNotExist();
    }

    @Test
    void keepsNoMoreInFlightThanAllowed() {
        MemoryExchange exchange = new MemoryExchange(this::echo);

        run(options().maxInFlight(7), exchange, NEVER);

        assertThat(exchange.mostUnanswered).isEqualTo(7);
    }

    @Test
    void goesOnAfterAnInterruptionWithoutAskingForWhatWasAnswered() throws IOException {
        MemoryExchange exchange = new MemoryExchange(this::echo);
        Summary first = run(options().maxInFlight(5), exchange, after(4));
        assertThat(first.open()).isPositive();
        assertThat(sidecar).exists();
        Set<String> answered = answers().keySet();
        exchange.sent.clear();

        Summary second = run(exchange, NEVER);

        assertThat(second.completed()).isEqualTo(50);
        assertThat(answers()).hasSize(50);
        assertThat(exchange.sent.stream().map(BatchJobTest::prompt)).doesNotContainAnyElementsOf(prompts(answered));
        assertThat(exchange.sent).hasSize(50 - answered.size());
    }

    @Test
    void findsTheAnswersThatArrivedWhileNobodyListened() throws IOException {
        MemoryExchange exchange = new MemoryExchange(request -> Optional.empty());
        run(options().maxInFlight(10), exchange, after(1));
        assertThat(answers()).isEmpty();
        List<CompletionRequest> open = List.copyOf(exchange.sent);
        MemoryExchange later = new MemoryExchange(this::echo);
        open.forEach(request -> later.topic.add(echo(request).orElseThrow()));

        run(later, NEVER);

        assertThat(later.sent).hasSize(50 - open.size());
        assertThat(answers()).hasSize(50);
    }

    @Test
    void sendsTheSameIdsWhenItGoesOnAndOthersTheNextDay() {
        MemoryExchange deaf = new MemoryExchange(request -> Optional.empty());
        run(deaf, after(1));
        MemoryExchange again = new MemoryExchange(this::echo);
        run(again, NEVER);
        MemoryExchange tomorrow = new MemoryExchange(this::echo);
        run(tomorrow, NEVER);

        assertThat(ids(again)).isEqualTo(ids(deaf));
        assertThat(ids(tomorrow)).hasSize(50).doesNotContainAnyElementsOf(ids(again));
    }

    @Test
    void repairsATornLastLine() throws IOException {
        MemoryExchange exchange = new MemoryExchange(this::echo);
        run(options().maxInFlight(5), exchange, after(4));
        Files.writeString(output, "{\"id\":\"batch_req_1\",\"custom_", StandardOpenOption.APPEND);

        run(exchange, NEVER);

        assertThat(answers()).hasSize(50);
    }

    @Test
    void keepsTheAnswersOfAFinishedRunWhenTheSameCommandIsRunAgain() throws IOException {
        run(new MemoryExchange(this::echo), NEVER);
        byte[] before = Files.readAllBytes(output);

        run(new MemoryExchange(this::echo), NEVER);

        assertThat(directory.resolve("answers.jsonl.1")).hasBinaryContent(before);
        assertThat(answers()).hasSize(50);
        assertThat(notes).anyMatch(note -> note.contains("answers.jsonl.1"));
    }

    @Test
    void neverTouchesAFileThatHoldsNoAnswers() throws IOException {
        Files.writeString(output, "my diary\n");

        assertThatThrownBy(() -> BatchJob.prepare(options().build()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("answers.jsonl:1: got a line that is no answer");
        assertThat(output).hasContent("my diary");
    }

    @Test
    void refusesToGoOnWithAnotherInput() throws IOException {
        run(new MemoryExchange(request -> Optional.empty()), after(1));
        Files.writeString(input, line(99) + "\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> BatchJob.prepare(options().build()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("answers.jsonl.run")
                .hasMessageContaining("another content");
    }

    @Test
    void refusesToGoOnForAnotherTenant() {
        run(new MemoryExchange(request -> Optional.empty()), after(1));

        assertThatThrownBy(() -> BatchJob.prepare(options().tenant("acme")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("tenant 'default'");
    }

    @Test
    void asksAgainForWhatWasOpenWhenTheClusterIsAnotherOne() {
        run(new MemoryExchange(request -> Optional.empty()), after(1));

        Summary summary = run(new MemoryExchange(this::echo).withCluster("cluster-2"), NEVER);

        assertThat(summary.completed()).isEqualTo(50);
        assertThat(notes).anyMatch(note -> note.contains("another Kafka cluster"));
    }

    @Test
    void stopsSendingWhenKafkaTakesNoMoreAndGoesOnLater() throws IOException {
        MemoryExchange broken = new MemoryExchange(this::echo)
                .delivering(request -> !prompt(request).equals("prompt 9"));

        Summary first = run(options().maxInFlight(5), broken, NEVER);

        assertThat(first.failed()).isEqualTo(1);
        assertThat(first.open()).isPositive();
        assertThat(first.completed() + first.failed() + first.open()).isEqualTo(50);
        assertThat(notes).anyMatch(note -> note.contains("Kafka did not take a request"));
        assertThat(run(new MemoryExchange(this::echo), NEVER).completed()).isEqualTo(50);
        assertThat(answers()).hasSize(50);
    }

    @Test
    void answersLinesForOtherEndpointsWithAnErrorAndAsksTheRest() throws IOException {
        Files.writeString(
                input,
                "{\"custom_id\":\"e\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"input\":\"x\"}}\n",
                StandardOpenOption.APPEND);
        MemoryExchange exchange = new MemoryExchange(this::echo);

        Summary summary = run(exchange, NEVER);

        assertThat(summary.completed()).isEqualTo(50);
        assertThat(summary.failed()).isEqualTo(1);
        assertThat(exchange.sent).hasSize(50);
        assertThat(answer("e").at("/error/code").asText()).isEqualTo("unsupported_url");
        assertThat(answer("e").at("/response/status_code").asInt()).isEqualTo(404);
    }

    @Test
    void asksTheEndpointOfTheUrl() throws IOException {
        Files.writeString(
                input,
                "{\"custom_id\":\"f\",\"url\":\"/v1/fim/completions\",\"body\":{\"prompt\":\"def f(\",\"suffix\":\"x\"}}\n",
                StandardOpenOption.APPEND);
        MemoryExchange exchange = new MemoryExchange(this::echo);

        assertThat(run(exchange, NEVER).completed()).isEqualTo(51);

        CompletionRequest sent = exchange.sent.getLast();
        assertThat(sent.getEndpoint()).isEqualTo(Endpoint.FIM);
        assertThat(sent.getPrompt() + sent.getSuffix()).isEqualTo("def f(x");
        assertThat(exchange.sent.getFirst().getEndpoint()).isEqualTo(Endpoint.CHAT);
    }

    @Test
    void ignoresResponsesOfOtherTenantsRedrivesAndRepeats() throws IOException {
        MemoryExchange exchange = new MemoryExchange(this::echo);
        exchange.delivering(request -> {
            CompletionResponse stranger = echo(request).orElseThrow();
            stranger.setTenant("stranger");
            exchange.topic.add(stranger);
            CompletionResponse redriven = echo(request).orElseThrow();
            redriven.setRedrive(1);
            exchange.topic.add(redriven);
            exchange.topic.add(echo(request).orElseThrow());
            return true;
        });

        assertThat(run(exchange, NEVER).completed()).isEqualTo(50);
        assertThat(answers()).hasSize(50);
    }

    @Test
    void countsEveryWayARequestCanEndAlsoOverAnInterruption() {
        Status[] statuses = Status.values();
        Function<CompletionRequest, Optional<CompletionResponse>> gateway = request -> {
            int number = Integer.parseInt(prompt(request).substring("prompt ".length()));
            CompletionResponse response = echo(request).orElseThrow();
            response.setStatus(statuses[number % statuses.length]);
            return Optional.of(response);
        };
        run(options().maxInFlight(5), new MemoryExchange(gateway), after(4));

        Summary summary = run(new MemoryExchange(gateway), NEVER);

        assertThat(List.of(
                        summary.completed(),
                        summary.blocked(),
                        summary.failed(),
                        summary.expired(),
                        summary.cancelled()))
                .containsOnly(10);
        assertThat(summary.open()).isZero();
    }

    @Test
    void letsOnlyOneRunWriteAnOutput() {
        MemoryExchange second = new MemoryExchange(this::echo);
        BooleanSupplier intruding = () -> {
            assertThatThrownBy(() -> run(second, NEVER))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("another run is writing");
            return true;
        };

        run(new MemoryExchange(this::echo), intruding);

        assertThat(second.sent).isEmpty();
    }

    private Summary run(MemoryExchange exchange, BooleanSupplier stop) {
        return run(options(), exchange, stop);
    }

    private Summary run(Options options, MemoryExchange exchange, BooleanSupplier stop) {
        BatchListener listener = new BatchListener() {
            @Override
            public void progress(Progress progress) {}

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        };
        return BatchJob.prepare(options.build()).run(exchange, listener, stop, InstantSource.system());
    }

    private Options options() {
        return new Options();
    }

    private final class Options {
        private int maxInFlight = 100;

        Options maxInFlight(int bound) {
            maxInFlight = bound;
            return this;
        }

        BatchOptions tenant(String tenant) {
            return new BatchOptions(input, output, tenant, Optional.empty(), maxInFlight);
        }

        BatchOptions build() {
            return tenant("default");
        }
    }

    /** Says stop from the given question on. */
    private static BooleanSupplier after(int questions) {
        int[] count = {0};
        return () -> ++count[0] > questions;
    }

    private Optional<CompletionResponse> echo(CompletionRequest request) {
        return Optional.of(Responses.completed(request.getRequestId(), request.getTenant(), prompt(request)));
    }

    private static String prompt(CompletionRequest request) {
        return request.getEndpoint() == Endpoint.FIM
                ? request.getPrompt()
                : (String) request.getMessages().getFirst().getContent();
    }

    private static List<String> prompts(Set<String> customIds) {
        return customIds.stream().map(id -> "prompt " + id.substring(1)).toList();
    }

    private static Set<String> ids(MemoryExchange exchange) {
        return exchange.sent.stream().map(CompletionRequest::getRequestId).collect(Collectors.toSet());
    }

    private static String line(int number) {
        return "{\"custom_id\":\"r" + number + "\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"prompt "
                + number + "\"}]}}";
    }

    private JsonNode answer(String customId) throws IOException {
        return Optional.ofNullable(answers().get(customId)).orElseThrow();
    }

    private Map<String, JsonNode> answers() throws IOException {
        Map<String, JsonNode> answers = new HashMap<>();
        for (String line : Files.readAllLines(output)) {
            JsonNode json = JSON.readTree(line);
            assertThat(answers.put(json.get("custom_id").asText(), json)).isNull();
        }
        return answers;
    }
}
