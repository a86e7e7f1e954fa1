package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFramesTest {
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
    private static final List<String> NOISE =
            List.of(": ping", ":", "event: message", "id: 7", "retry: 10", "retry", "dat: x", "data2: x", " data: x");
    private static final List<String> TEXTS =
            List.of("{\"a\":1}", "Zürich 🌬", "x", "a: b", "[DONE]", " two spaces", ":", "data: data");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`data: a//`            | `a`",
                "`data:a//`             | `a`",
                "`data:  a //`          | ` a `",
                "`data: a/data: b//`    | `a/b`",
                "`data: a/data//`       | `a/`",
                "`data: a//data: b//`   | `a|b`",
                "`data: a///data: b//`  | `a|b`",
                "`: c/data: a/: c//: c//` | `a`",
                "`event: e/data: a/id: 1//event: e//retry: 3//` | `a`",
                "`data: a`              | ``",
                "`data: a/`             | ``",
                "`data//data://:/data: //` | ``",
                "`data:/:/data: //`     | `/`",
                "`Data: a//DATA: a// data: a//dat: a//datax: a//xdata: a//` | ``",
                "`\uFEFFdata: a//\uFEFFdata: b//` | `a`",
                "`\uFEFF/data: a//`     | `a`"
            })
    void givesTheDataOfWholeEventsOnly(String stream, String events) {
        List<String> expected =
                events.isEmpty() ? List.of() : List.of(events.replace('/', '\n').split("\\|"));
        for (String end : LINE_ENDS) {
            byte[] bytes = bytes(stream.replace("/", end));
            for (int size = 1; size <= bytes.length; size++) {
                assertThat(inParts(bytes, size)).isEqualTo(expected);
            }
        }
    }

    @Test
    void givesTheSameEventsHoweverTheStreamIsWrittenAndSplit() {
        long seed = new Random().nextLong();
        System.out.println("EventFramesTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> expected = new ArrayList<>();
            byte[] stream = bytes(write(expected, random));

            assertThat(inRandomParts(stream, random))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void givesRecordedEventsWhereverTheStreamIsCutInTwo() {
        RecordedStreams.Sample sample = RecordedStreams.of("openai-compatible-stream-004");
        byte[] bytes = bytes(sample.body());
        for (int cut = 0; cut <= bytes.length; cut++) {
            EventFrames frames = new EventFrames();
            List<String> events = read(frames, Arrays.copyOf(bytes, cut));
            events.addAll(read(frames, Arrays.copyOfRange(bytes, cut, bytes.length)));

            assertThat(events).as("cut at %d", cut).isEqualTo(sample.data());
        }
    }

    @Test
    void showsWhatAStreamEndedWithin() {
        assertThat(restOf("data: [DONE]")).isEqualTo("[DONE]");
        assertThat(restOf("data: [DONE]\n")).isEqualTo("[DONE]");
        assertThat(restOf("data: a\ndata: b")).isEqualTo("a\nb");
        assertThat(restOf("data: a\n\n")).isEmpty();
        assertThat(restOf("data: a\n\ndat")).isEmpty();
        assertThat(restOf("")).isEmpty();
    }

    @Test
    @Timeout(20)
    void readsALargeEventByteByByteInLinearTime() {
        String large = "x".repeat(4 << 20);

        assertThat(inParts(bytes("data: " + large + "\n\n"), 1)).containsExactly(large);
    }

    @Test
    @Timeout(20)
    void readsManyLinesOfOneEventInLinearTime() {
        int lines = 1 << 20;

        assertThat(inParts(bytes("data: x\n".repeat(lines) + "\n"), 7))
                .singleElement()
                .satisfies(event -> assertThat(event).hasSize(2 * lines - 1));
    }

    private static String write(List<String> expected, Random random) {
        StringBuilder stream = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
        for (int event = random.nextInt(6); event > 0; event--) {
            List<String> data = new ArrayList<>();
            for (int line = random.nextInt(5); line > 0; line--) {
                if (random.nextBoolean()) {
                    stream.append(any(NOISE, random));
                } else {
                    data.add(any(TEXTS, random));
                    stream.append("data: ").append(data.getLast());
                }
                stream.append(any(LINE_ENDS, random));
            }
            stream.append("\r\n");
            if (!data.isEmpty()) {
                expected.add(String.join("\n", data));
            }
        }
        return stream.toString();
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<String> inParts(byte[] stream, int size) {
        EventFrames frames = new EventFrames();
        List<String> events = new ArrayList<>();
        for (int from = 0; from < stream.length; from += size) {
            events.addAll(read(frames, Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size))));
        }
        return events;
    }

    private static List<String> inRandomParts(byte[] stream, Random random) {
        EventFrames frames = new EventFrames();
        List<String> events = new ArrayList<>();
        for (int from = 0; from < stream.length; ) {
            int to = Math.min(stream.length, from + random.nextInt(9));
            events.addAll(read(frames, Arrays.copyOfRange(stream, from, to)));
            from = to;
        }
        return events;
    }

    private static List<String> read(EventFrames frames, byte[] part) {
        List<String> events = new ArrayList<>();
        frames.add(part);
        for (byte[] event = frames.next(); event != null; event = frames.next()) {
            events.add(new String(event, StandardCharsets.UTF_8));
        }
        return events;
    }

    private static String restOf(String stream) {
        EventFrames frames = new EventFrames();
        read(frames, bytes(stream));
        return new String(frames.rest(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
