package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.StartMitigations;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.Mitigation;
import dev.alize.routing.Mitigations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveMitigationsTest {
    private final Configuration configuration = new ConfigurationReader().parse("test", """
            providers:
              targets:
                - {id: large, provider: mistral, model: mistral-large-latest}
                - {id: spare, provider: openai, model: gpt-4o}
            """);
    private final StartMitigations start = StartMitigations.of(new Environment(
            Map.of("MAX_CONCURRENT_MISTRAL", "3", "MISTRAL_FALLBACK", "true", "MISTRAL_TIMEOUT_MS", "120000"),
            InstantSource.system()));

    private static Mitigation given(Command command, @Nullable String target, long value) {
        return new Mitigation(new Mitigation.Scope(command, target), value, null, "test", Instant.EPOCH, null);
    }

    private Mitigations with(StartMitigations started, Mitigation... commands) {
        return LiveMitigations.of(
                configuration, started, new ActiveCommands(Stream.of(commands).toList()));
    }

    @Test
    void theEnvironmentSpeaksOfMistralsTargetsOnly() {
        Mitigations live = with(start);
        assertThat(live.maxConcurrency()).isEqualTo(Map.of("large", 3));
        assertThat(live.timeouts()).isEqualTo(Map.of("large", Duration.ofMinutes(2)));
        assertThat(live.avoided()).containsExactly("large");
        assertThat(live.forceFallback()).isFalse();
    }

    @Test
    void aCommandGoesBeforeTheEnvironment() {
        Mitigations live = with(start, given(Command.MAX_CONCURRENCY, "large", 9), given(Command.TIMEOUT, null, 5_000));
        assertThat(live.maxConcurrency()).isEqualTo(Map.of("large", 9));
        assertThat(live.everyTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(live.timeouts()).isEmpty();
    }

    @Test
    void commandsAreForOneTargetOrForAll() {
        assertThat(with(StartMitigations.NONE, given(Command.PAUSE, "spare", 0)).paused())
                .containsExactly("spare");
        assertThat(with(StartMitigations.NONE, given(Command.PAUSE, null, 0)).allPaused())
                .isTrue();
        assertThat(with(StartMitigations.NONE, given(Command.FORCE_FALLBACK, null, 0))
                        .forceFallback())
                .isTrue();
        assertThat(with(StartMitigations.NONE, given(Command.FORCE_FALLBACK, "large", 0))
                        .avoided())
                .containsExactly("large");
        assertThat(with(StartMitigations.NONE, given(Command.MAX_CONCURRENCY, null, Long.MAX_VALUE))
                        .everyMaxConcurrency())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void withoutAnyNothingIsChanged() {
        assertThat(with(StartMitigations.NONE)).isEqualTo(Mitigations.NONE);
        assertThat(LiveMitigations.of(configuration, StartMitigations.NONE, new ActiveCommands(List.of())))
                .isEqualTo(Mitigations.NONE);
    }
}
