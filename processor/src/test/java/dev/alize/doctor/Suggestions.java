package dev.alize.doctor;

import java.util.ArrayList;
import java.util.List;

/** Everything that is ever suggested. */
public final class Suggestions {
    private Suggestions() {}

    /** The remedies with a command, of every trouble, with and without another target. */
    public static List<Remedy> all(String target) {
        List<Remedy> all = new ArrayList<>();
        for (Remedies remedies : List.of(new Remedies(List.of(target)), new Remedies(List.of(target, "spare")))) {
            for (Trouble trouble : Trouble.values()) {
                for (String provider : List.of("mistral", "openai")) {
                    all.addAll(remedies.against(trouble, target, provider, "env KEY"));
                }
            }
            all.addAll(List.of(
                    remedies.around(target),
                    remedies.fewer(target),
                    Remedies.resume(target),
                    Remedies.resumeAll(),
                    Remedies.pauseAll(),
                    Remedies.show()));
        }
        return all.stream().filter(remedy -> !remedy.command().isEmpty()).toList();
    }
}
