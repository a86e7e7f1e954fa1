package dev.alize.training;

import dev.alize.policies.injection.Detector;
import dev.alize.policies.model.Shape;
import dev.alize.policies.text.Normaliser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the policy {@code prompt-injection} learns: one label, {@code injection}. */
public final class InjectionSpec implements ModelSpec {
    /** CC-BY-SA: nothing is learned from these, also where they lie among the data. */
    static final Set<String> NOT_LEARNED = Set.of("bipia-code", "bipia-table", "xquad-paragraphs", "xquad-questions");

    /** Ordinary texts of other subjects: long prose above all, which ordinary prompts have little of. */
    private static final Set<String> ORDINARY = Set.of(
            "openai-moderation", "multilingual-hatecheck-de", "multilingual-hatecheck-es", "multilingual-hatecheck-fr");

    /** Where few rows stand for many texts, they weigh more: chosen by cross-validation. */
    private static final Map<String, Double> BENIGN = Map.of(
            "awesome-chatgpt-prompts", 4.0,
            "self-instruct-seed", 3.0,
            "self-instruct-user-oriented", 3.0,
            "notinject", 3.0,
            "alize-own", 2.0);

    private static final Map<String, Double> INJECTIONS =
            Map.of("deepset-prompt-injections", 10.0, "alize-own", 2.0, "jailbreak_llms-inthewild", 0.7);

    private final Normaliser normaliser = new Normaliser(true, true);

    @Override
    public String name() {
        return "prompt-injection";
    }

    @Override
    public String subject() {
        return "injection";
    }

    @Override
    public String resource() {
        return "dev/alize/policies/injection/model.gz";
    }

    @Override
    public Shape shape() {
        return new Shape(18, 3, 4, 16, 2);
    }

    @Override
    public List<String> labels() {
        return List.of("injection");
    }

    @Override
    public double cost() {
        return 3;
    }

    @Override
    public List<String> subjects() {
        return List.of("injection", "safety");
    }

    @Override
    public double odds(Example example, int label) {
        return Detector.odds(0, Cutter.windows(example.text(), shape()), example.text(), false);
    }

    @Override
    public Optional<Example> example(Row row) {
        return learns(row) ? Optional.of(of(row)) : Optional.empty();
    }

    private static boolean learns(Row row) {
        return switch (row.label()) {
            case "benign" -> !NOT_LEARNED.contains(row.source());
            case "safe" -> ORDINARY.contains(row.source());
            // What BIPIA puts into mails are harmless tasks: only their place makes them an injection.
            case "injection" -> !row.source().startsWith("bipia");
            default -> false;
        };
    }

    /** A row as an example, whether the model learns from it or not. */
    Example of(Row row) {
        boolean injection = row.label().equals("injection");
        double weight = (injection ? INJECTIONS : BENIGN).getOrDefault(row.source(), 1.0);
        return new Example(row, normaliser.apply(row.text()).text(), new int[] {injection ? 1 : -1}, weight);
    }
}
