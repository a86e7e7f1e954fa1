package dev.alize.schemas.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireRoundTripTest {

    /** The rows without a request body, by name: the recorder cut it, the source has none, or it is no chat. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    mistral-chat.jsonl, 149, 012 093 109 110 111, 154 155 156, ''
                    openai-compatible-chat.jsonl, 25, 007 008 009 010 011, '', ''
                    mistral-stream.jsonl, 86, 029 035 036 037, 090 091 092 093, ''
                    openai-compatible-stream.jsonl, 21, 012 013 014, '', 002 003 016 017 018 019 020 021
                    """)
    void everyRequestSurvives(String file, int expected, String cut, String absent, String notChat) {
        List<WireSample> samples = WireSample.of(file);
        assertThat(numbers(samples, s -> s.isChat() && s.request() == null && s.cut()))
                .isEqualTo(cut);
        assertThat(numbers(samples, s -> s.isChat() && s.request() == null && !s.cut()))
                .isEqualTo(absent);
        assertThat(numbers(samples, s -> !s.isChat())).isEqualTo(notChat);

        List<WireSample> bodies =
                samples.stream().filter(s -> s.isChat() && s.request() != null).toList();
        assertThat(bodies).hasSize(expected);
        assertThat(changed(bodies, WireSample::request, RoundTrip::request)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mistral-chat.jsonl, 157", "openai-compatible-chat.jsonl, 30"})
    void everyCompletionSurvives(String file, int expected) {
        List<WireSample> samples = WireSample.of(file);
        assertThat(samples).hasSize(expected).allMatch(WireSample::isChat).noneMatch(s -> s.response() == null);
        assertThat(changed(samples, WireSample::response, RoundTrip::completion))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral-chat.jsonl", "openai-compatible-chat.jsonl"})
    void everyCompletionCutAnywhereIsRefused(String file) {
        for (WireSample sample : WireSample.of(file)) {
            String body = Objects.requireNonNull(sample.response()).strip();
            for (int end = 0; end < body.length(); end += 37) {
                String cut = body.substring(0, end);
                assertThatThrownBy(() -> RoundTrip.completion(cut))
                        .as("%s cut at %d", sample, end)
                        .isInstanceOf(ChatFormatException.class);
            }
        }
    }

    private static List<String> changed(
            List<WireSample> samples, Function<WireSample, String> body, Function<String, JsonNode> roundTrip) {
        List<String> changed = new ArrayList<>();
        for (WireSample sample : samples) {
            JsonNode before = RoundTrip.json(body.apply(sample));
            JsonNode after = roundTrip.apply(body.apply(sample));
            if (!RoundTrip.equal(before, after)) {
                changed.add(sample + "\n  before " + before + "\n  after  " + after);
            }
        }
        return changed;
    }

    private static String numbers(List<WireSample> samples, Predicate<WireSample> which) {
        List<String> numbers = samples.stream()
                .filter(which)
                .map(s -> s.id().substring(s.id().length() - 3))
                .toList();
        return String.join(" ", numbers);
    }
}
