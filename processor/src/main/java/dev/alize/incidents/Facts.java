package dev.alize.incidents;

import dev.alize.schemas.IncidentFact;
import dev.alize.schemas.IncidentSwitch;
import java.util.Optional;

/** Facts in words, for timelines. */
final class Facts {
    private static final String SILENT = "Silence of %s: open calls get no answer";

    private Facts() {}

    /** The kind of the row. */
    static String kind(IncidentFact fact) {
        return fact.getKind().startsWith("key_") ? Switches.KEY : fact.getKind();
    }

    /** Empty for what happens too often, or says nothing. */
    static Optional<String> words(IncidentFact fact) {
        String of = " of " + fact.getTarget();
        return switch (fact.getKind()) {
            case "breaker" ->
                switch (fact.getReason()) {
                    case "open" -> Optional.of("Breaker" + of + " opened");
                    case "closed" -> Optional.of("Breaker" + of + " closed");
                    default -> Optional.empty();
                };
            case "key_refused" -> Optional.of("Key" + of + " refused: " + fact.getReason());
            case "key_accepted" -> Optional.of("Key" + of + " accepted again: " + fact.getReason());
            case "probe" -> Optional.of("Probe" + of + ": " + fact.getReason());
            case "silence" ->
                Optional.of(
                        fact.getReason().equals("begun")
                                ? SILENT.formatted(fact.getTarget())
                                : "Silence" + of + " " + fact.getReason());
            default -> Optional.empty();
        };
    }

    static String words(IncidentSwitch on) {
        return switch (on.getWhat()) {
            case Switches.BREAKER -> "Breaker of " + on.getTarget() + " opened";
            case Switches.KEY -> "Key of " + on.getTarget() + " refused: " + on.getReason();
            case Switches.SILENCE -> SILENT.formatted(on.getTarget());
            default -> "Probe of " + on.getTarget() + ": " + on.getReason();
        };
    }

    static String control(IncidentFact fact) {
        String target = fact.getTarget();
        return "Command " + fact.getReason().replace('_', '-') + " "
                + fact.getDetails().getOrDefault("state", "") + " for " + (target == null ? "all targets" : target);
    }
}
