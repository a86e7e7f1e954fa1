package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Connection;
import dev.alize.client.letters.LetterFilter;
import dev.alize.client.letters.LetterTopic;
import dev.alize.client.letters.Redrive;
import dev.alize.client.letters.Selection;
import dev.alize.config.Environment;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dead letter that is sent again, through a running gateway. */
@Timeout(180)
class RedriveIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final LetterFilter ALL = new LetterFilter(Set.of("invalid_request"), null, null, null);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path stateDir;

    @Test
    void aRedriveIsAnsweredOnceUnderItsOwnNumber() throws Exception {
        try (Trial trial = new Trial(stateDir, "");
                Gateway gateway = Gateway.start(trial.configuration, Environment.ofProcess())) {
            assertThat(gateway.awaitRunning(LONG)).isTrue();
            trial.mistral.behave(Behaviour.GOOD.with(Rule.of(Match.ALL, Reaction.Refuse.of(400, "3280"))));
            trial.requestTo(2, "r");
            CompletionResponse first = trial.responses(1, LONG).getFirst();
            assertThat(first.getStatus()).isEqualTo(Status.FAILED);
            trial.mistral.behave(Behaviour.GOOD);

            assertThat(redrive(trial).sent()).isEqualTo(1);
            CompletionResponse second = trial.responses(1, LONG).getFirst();
            assertThat(second.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(second.getRequestId()).isEqualTo("r");
            assertThat(second.getRedrive()).isEqualTo(1);

            assertThat(redrive(trial).sent()).isEqualTo(1);
            assertThat(trial.audit(
                            events -> events.stream()
                                    .anyMatch(event -> event.getKind().equals("duplicate")),
                            LONG))
                    .anyMatch(event -> event.getKind().equals("duplicate") && event.getRedrive() == 1);
            assertThat(trial.responses(1, Duration.ofMillis(500))).isEmpty();
        }
    }

    private static Redrive.Result redrive(Trial trial) {
        Connection connection = Connection.of(trial.configuration, Environment.ofProcess());
        try (LetterTopic letters = LetterTopic.open(connection, trial.configuration);
                Redrive redrive = Redrive.open(connection, trial.configuration, InstantSource.system())) {
            Selection selection = new Selection(ALL);
            letters.read(null, selection::take);
            List<Selection.Chosen> chosen = selection.chosen(Long.MAX_VALUE);
            return redrive.send(
                    letters, ALL, chosen.stream().map(Selection.Chosen::place).collect(Collectors.toSet()));
        }
    }
}
