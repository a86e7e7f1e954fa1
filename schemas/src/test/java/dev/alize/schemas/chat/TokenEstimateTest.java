package dev.alize.schemas.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimate beside the usage that the vendors told, of every recorded call that tells both. */
class TokenEstimateTest {
    /** A recorded prompt: what we say, what the vendor said. */
    private record Prompt(String id, long estimate, long real, Needs needs, boolean document) {
        double error() {
            return Math.abs(estimate - real) / (double) real;
        }

        boolean isText() {
            return !needs.hasImages() && !document;
        }
    }

    @ParameterizedTest
    @CsvSource({
        // files, shortest prompt, number of prompts, bounds of median and 90th percentile, least and most of the total
        "mistral, 0, 198, 0.09, 0.40, 0.95, 1.05",
        "mistral, 50, 132, 0.08, 0.15, 0.95, 1.05",
        "openai-compatible, 0, 37, 0.15, 0.55, 0.9, 1.1",
        "openai-compatible, 50, 18, 0.30, 0.55, 0.9, 1.1"
    })
    void isNearTheUsageOfTextPrompts(
            String vendor, int longerThan, int expected, double median, double p90, double least, double most) {
        List<Prompt> prompts = prompts(vendor, prompt -> prompt.isText() && prompt.real() > longerThan);
        assertThat(prompts).hasSize(expected);
        assertNear(vendor + " text over " + longerThan, prompts, median, p90, least, most);
    }

    @Test
    void isNearTheUsageOfAllTextPromptsTogether() {
        List<Prompt> prompts = new ArrayList<>(prompts("mistral", prompt -> prompt.isText() && prompt.real() > 50));
        prompts.addAll(prompts("openai-compatible", prompt -> prompt.isText() && prompt.real() > 50));
        assertThat(prompts).hasSize(150);
        assertNear("all text over 50", prompts, 0.08, 0.20, 0.95, 1.05);
    }

    /** Pictures and documents whose size nobody tells: only shown, the samples are too few and too odd to bind to. */
    @Test
    void guessesPicturesAndDocuments() {
        List<Prompt> prompts = prompts("mistral", prompt -> !prompt.isText());
        assertThat(prompts).hasSize(35);
        assertNear("mistral with pictures or documents", prompts, 30, 60, 0.5, 3);
    }

    private static void assertNear(
            String what, List<Prompt> prompts, double median, double p90, double least, double most) {
        double[] errors = prompts.stream().mapToDouble(Prompt::error).sorted().toArray();
        double total = prompts.stream().mapToDouble(Prompt::estimate).sum()
                / prompts.stream().mapToDouble(Prompt::real).sum();
        double middle = errors[errors.length / 2];
        double high = errors[(int) (errors.length * 0.9)];
        System.out.printf(
                "TokenEstimateTest %s: %d prompts, median error %.3f, p90 %.3f, total %.3f%n",
                what, errors.length, middle, high, total);
        assertThat(middle).isLessThanOrEqualTo(median);
        assertThat(high).isLessThanOrEqualTo(p90);
        assertThat(total).isBetween(least, most);
    }

    private static List<Prompt> prompts(String vendor, Predicate<Prompt> which) {
        List<Prompt> prompts = new ArrayList<>();
        for (String kind : List.of("-chat.jsonl", "-stream.jsonl")) {
            for (WireSample sample : WireSample.of(vendor + kind)) {
                prompt(sample).filter(which).ifPresent(prompts::add);
            }
        }
        return prompts;
    }

    private static Optional<Prompt> prompt(WireSample sample) {
        String asked = sample.request();
        if (!sample.isChat() || asked == null || sample.response() == null) {
            return Optional.empty();
        }
        CompletionRequest request = ChatJson.readRequest(RoundTrip.json(asked), RoundTrip.emptyRequest());
        return usage(sample)
                .map(usage -> new Prompt(
                        sample.id(),
                        TokenEstimate.of(request),
                        usage.getPromptTokens(),
                        Needs.of(request),
                        asked.contains("\"document_url\"")));
    }

    private static Optional<Usage> usage(WireSample sample) {
        String body = Objects.requireNonNull(sample.response());
        CompletionResponse response = RoundTrip.emptyResponse();
        if (!body.startsWith("data:") && !body.contains("\ndata:")) {
            ChatJson.readCompletion(body.getBytes(StandardCharsets.UTF_8), response);
            return Optional.ofNullable(response.getUsage());
        }
        if (body.contains("\"error\"")) {
            return Optional.empty();
        }
        CompletionAssembly assembly = new CompletionAssembly();
        body.lines()
                .filter(line -> line.startsWith("data:") && !line.endsWith("[DONE]"))
                .forEach(line ->
                        assembly.add(line.substring("data:".length()).strip().getBytes(StandardCharsets.UTF_8)));
        assembly.into(response);
        return Optional.ofNullable(response.getUsage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'max_tokens':7", "'max_completion_tokens':7", "'max_tokens':7,'max_completion_tokens':9"})
    void readsTheMostTokensByEitherName(String members) {
        assertThat(TokenEstimate.maxTokensOf(request(members))).contains(7L);
        assertThat(TokenEstimate.maxTokensOf(request("'max_tokens':null"))).isEmpty();
        assertThat(TokenEstimate.maxTokensOf(request("'max_completion_tokens':'many'")))
                .isEmpty();
    }

    @Test
    void countsCodeOnBothSidesOfTheGap() {
        CompletionRequest request = RoundTrip.emptyRequest();
        request.setEndpoint(Endpoint.FIM);
        request.setPrompt("def add(a, b):\n");
        request.setSuffix("return total");
        assertThat(TokenEstimate.of(request)).isBetween(10L, 18L);
    }

    @Test
    void growsWithTheTextWhateverItsScript() {
        for (String text : List.of("word ", "naïveté ", "слово ", "漢字", "1234", "🙂", "{\"a\":1}\n")) {
            assertThat(TextTokens.of(text.repeat(1_000)) / TextTokens.of(text.repeat(100)))
                    .as(text)
                    .isBetween(9.0, 11.0);
        }
    }

    @Test
    void knowsTheSizeOfAPng() {
        // The first 24 bytes of a PNG of 400 by 301.
        assertThat(ImageTokens.of("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAZAAAAEtCAYAAAA"))
                .isEqualTo(165);
        assertThat(ImageTokens.of("data:image/png;base64,iVBORw0KGgo")).isEqualTo(ImageTokens.OF_UNKNOWN_SIZE);
        assertThat(ImageTokens.of("https://example.org/a.png")).isEqualTo(ImageTokens.OF_UNKNOWN_SIZE);
    }

    @Test
    void tellsWhatARequestNeeds() {
        assertThat(Needs.of(request("'stream':true"))).isEqualTo(new Needs(false, false, false, true, false));
        assertThat(Needs.of(request("'response_format':{'type':'json_object'}")).wantsJson())
                .isTrue();
        assertThat(Needs.of(request("'response_format':{'type':'text'}")).wantsJson())
                .isFalse();
        assertThat(Needs.of(request("'tools':[]")).hasTools()).isFalse();
        assertThat(Needs.of(request("'tools':[{'function':{'name':'f'}}]")).hasTools())
                .isTrue();
        assertThat(Needs.of(request("'tools':[{'type':'custom','custom':{'name':'f'}}]"))
                        .hasTools())
                .isTrue();
        CompletionRequest picture = ChatJson.readRequest(
                RoundTrip.json(
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":\"u\"}]}]}"),
                RoundTrip.emptyRequest());
        assertThat(Needs.of(picture)).isEqualTo(new Needs(true, false, false, false, false));
    }

    private static CompletionRequest request(String members) {
        String body = "{'messages':[{'role':'user','content':'u'}]," + members + "}";
        return ChatJson.readRequest(RoundTrip.json(body.replace('\'', '"')), RoundTrip.emptyRequest());
    }
}
