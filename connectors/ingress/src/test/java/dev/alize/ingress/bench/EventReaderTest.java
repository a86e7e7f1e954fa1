package dev.alize.ingress.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private final List<String> told = new ArrayList<>();
    private final EventReader reader = new EventReader(new EventReader.Sink() {
        @Override
        public void text(String text) {
            told.add(text);
        }

        @Override
        public void done() {
            told.add("done");
        }

        @Override
        public void failed(String code) {
            told.add("failed " + code);
        }
    });

    @Test
    void eventsAreReadHoweverTheyAreCut() {
        String stream = """
                data: {"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

                : still here

                data: {"id":"1","choices":[{"index":0,"delta":{"content":"1763800000000000 "}}]}

                data: {"id":"1","choices":[],"usage":{"total_tokens":5}}

                data: [DONE]

                """;
        for (int size = 1; size < 50; size += 7) {
            told.clear();
            for (int i = 0; i < stream.length(); i += size) {
                reader.accept(Buffer.buffer(stream.substring(i, Math.min(stream.length(), i + size))));
            }
            assertThat(told).containsExactly("1763800000000000 ", "done");
        }
    }

    @Test
    void anErrorEventIsAFailure() {
        reader.accept(Buffer.buffer("data: {\"error\":{\"message\":\"no\",\"code\":\"timeout\"}}\n\n"));
        assertThat(told).containsExactly("failed timeout");
    }

    @Test
    void percentilesAreOfTheNearestRank() {
        Samples samples = new Samples();
        assertThat(samples.at(0.5)).isZero();
        for (int i = 2000; i >= 1; i--) {
            samples.add(i);
        }
        assertThat(samples.at(0.5)).isEqualTo(1000);
        assertThat(samples.at(0.99)).isEqualTo(1980);
        assertThat(samples.at(1)).isEqualTo(2000);
    }
}
