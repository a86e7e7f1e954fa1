package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.ControlCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the records of the topic come to. */
class CommandTableTest {
    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");

    private final CommandTable table = new CommandTable();

    private static ControlCommand command(
            String command, @Nullable String target, @Nullable Long value, @Nullable Instant expiresAt) {
        return ControlCommand.newBuilder()
                .setCommand(command)
                .setTarget(target)
                .setValue(value)
                .setExpiresAt(expiresAt)
                .setIssuedBy("ops")
                .setAt(NOW)
                .build();
    }

    @Test
    void theLatestCommandOfAKeyCountsAndOneWithoutValueLiftsIt() {
        table.take("pause/a", command("pause", "a", null, null));
        table.take("max_concurrency/a", command("max_concurrency", "a", 5L, null));
        table.take("max_concurrency/a", command("max_concurrency", "a", 3L, null));
        table.take("timeout", command("timeout", null, 900L, null));
        table.take("pause/a", null);
        ActiveCommands active = table.active(NOW);
        assertThat(active.targets(Command.PAUSE)).isEmpty();
        assertThat(active.values(Command.MAX_CONCURRENCY)).isEqualTo(Map.of("a", 3L));
        assertThat(active.of(Command.TIMEOUT, null)).map(Mitigation::value).contains(900L);
        assertThat(active.forAll(Command.PAUSE)).isFalse();
    }

    @Test
    void aCommandLapsesWhenItExpires() {
        table.take("pause", command("pause", null, null, NOW.plusSeconds(60)));
        assertThat(table.active(NOW.plusSeconds(59)).forAll(Command.PAUSE)).isTrue();
        assertThat(table.active(NOW.plusSeconds(60)).forAll(Command.PAUSE)).isFalse();
    }

    @Test
    void anUnknownCommandIsIgnoredAndNamed() {
        assertThat(table.take("dance/a", command("dance", "a", null, null)))
                .contains(new CommandTable.Ignored.Unknown("dance"));
        assertThat(table.active(NOW)).isEqualTo(ActiveCommands.NONE);
    }

    @Test
    void whatMakesNoSenseIsIgnoredAndTheRestStaysInForce() {
        table.take("timeout/a", command("timeout", "a", 900L, null));
        List<Optional<CommandTable.Ignored>> ignored = List.of(
                table.take("timeout/a", command("timeout", "a", null, null)),
                table.take("timeout/a", command("timeout", "a", -1L, null)),
                table.take("pause/a", command("pause", "a", 7L, null)),
                table.take("timeout/a", command("timeout", "b", 5L, null)),
                table.take(null, command("pause", "a", null, null)));
        assertThat(ignored).allSatisfy(reason -> assertThat(reason).containsInstanceOf(CommandTable.Ignored.Bad.class));
        assertThat(table.active(NOW).values(Command.TIMEOUT)).isEqualTo(Map.of("a", 900L));
        assertThat(table.active(NOW).all()).hasSize(1);
    }

    @Test
    void aMitigationSurvivesItsRecord() {
        Mitigation mitigation = new Mitigation(
                new Mitigation.Scope(Command.TIMEOUT, "a/b"), 900, NOW.plusSeconds(1), "ops", NOW, "slow vendor");
        assertThat(Mitigation.of(mitigation.toRecord())).contains(mitigation);
        assertThat(table.take(mitigation.scope().key(), mitigation.toRecord())).isEmpty();
    }

    @Test
    void tellsWhatCameIntoForceWhatLapsedAndWhatWasLifted() {
        table.take("pause/a", command("pause", "a", null, NOW.plusSeconds(60)));
        table.take("pause/b", command("pause", "b", null, null));
        ActiveCommands before = table.active(NOW);
        table.take("pause/b", null);
        table.take("timeout", command("timeout", null, 900L, null));
        Instant later = NOW.plusSeconds(60);
        assertThat(Changes.between(before, table.active(later), later))
                .extracting(change -> change.command() + " " + change.target() + " "
                        + change.details().get("state"))
                .containsExactly("PAUSE a lapsed", "PAUSE b lifted", "TIMEOUT null in_force");
        assertThat(Changes.between(before, before, NOW)).isEmpty();
    }
}
