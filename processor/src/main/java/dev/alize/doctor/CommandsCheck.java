package dev.alize.doctor;

import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.Mitigation;
import dev.alize.diagnosis.Severity;
import java.util.ArrayList;
import java.util.List;

/** Which live mitigations are in force; a pause is one that somebody may have forgotten. */
final class CommandsCheck {
    private CommandsCheck() {}

    static Finding of(ActiveCommands active, List<String> targets) {
        if (active.all().isEmpty()) {
            return Finding.fine(Area.COMMANDS, "", "none in force", List.of());
        }
        List<Fact> facts = active.all().stream()
                .map(one -> new Fact(one.scope().key(), text(one)))
                .toList();
        boolean all = active.forAll(Command.PAUSE);
        List<String> paused =
                targets.stream().filter(active.targets(Command.PAUSE)::contains).toList();
        List<Remedy> remedies = new ArrayList<>();
        if (all) {
            remedies.add(Remedies.resumeAll());
        }
        paused.forEach(target -> remedies.add(Remedies.resume(target)));
        String says = Texts.count(active.all().size(), "command") + " in force";
        if (remedies.isEmpty()) {
            return Finding.fine(Area.COMMANDS, "", says, facts);
        }
        boolean none = all || paused.size() == targets.size();
        return new Finding(
                Area.COMMANDS,
                "",
                none ? Severity.P2 : Severity.P3,
                says + (none ? ": every target is paused, requests wait" : ": paused is " + String.join(", ", paused)),
                facts,
                remedies);
    }

    private static String text(Mitigation one) {
        String number = !one.scope().command().hasValue()
                ? ""
                : one.scope().command() == Command.TIMEOUT ? one.value() + " ms, " : one.value() + ", ";
        return number + "by " + Texts.line(one.issuedBy()) + " at " + one.at()
                + (one.expiresAt() == null ? "" : ", until " + one.expiresAt())
                + (one.reason() == null ? "" : ": " + Texts.line(one.reason()));
    }
}
