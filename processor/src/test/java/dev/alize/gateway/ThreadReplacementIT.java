package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Environment;
import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.schemas.CompletionResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadReplacementIT {
    @TempDir
    Path directory;

    /** Keeps one request's call open, and breaks the stream thread at the first call of another. */
    private static final class Treacherous implements Provider {
        private final ExecutorService answers = Executors.newSingleThreadExecutor();
        private final Map<String, Integer> starts = new ConcurrentHashMap<>();
        private final Map<String, Consumer<Outcome>> open = new ConcurrentHashMap<>();

        @Override
        public Call start(Attempt attempt, Consumer<Outcome> done) {
            String id = attempt.identity().requestId();
            int start = starts.merge(id, 1, Integer::sum);
            if (id.equals("poison") && start == 1) {
                throw new AssertionError("a bug on the stream thread");
            }
            open.put(id, done);
            if (!id.equals("long")) {
                answers.execute(() -> finish(id));
            }
            return () -> open.remove(id);
        }

        void finish(String id) {
            Consumer<Outcome> done = open.remove(id);
            if (done != null) {
                String body = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";
                CallFacts facts = new CallFacts(200, System.currentTimeMillis(), 1, null, Map.of());
                done.accept(new Outcome.Success(body.getBytes(StandardCharsets.UTF_8), facts));
            }
        }

        @Override
        public void close() {
            answers.shutdownNow();
        }
    }

    @Test
    void aThreadThatIsReplacedPaysNoOpenCallTwice() throws InterruptedException {
        Treacherous provider = new Treacherous();
        try (Trial trial = new Trial(directory, "");
                Gateway gateway =
                        Gateway.start(trial.configuration, Environment.ofProcess(), (c) -> provider, Onlookers.NONE)) {
            assertThat(gateway.awaitRunning(Duration.ofSeconds(60))).isTrue();
            trial.request("long");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> provider.starts.containsKey("long"));
            trial.request("poison");
            assertThat(trial.responses(1, Duration.ofSeconds(60)))
                    .extracting(CompletionResponse::getRequestId)
                    .containsExactly("poison");
            provider.finish("long");
            List<CompletionResponse> answered = trial.responses(1, Duration.ofSeconds(60));
            assertThat(answered).extracting(CompletionResponse::getRequestId).containsExactly("long");
            assertThat(provider.starts).containsEntry("long", 1);
            assertThat(gateway.hasFailed()).isFalse();
        }
    }
}
