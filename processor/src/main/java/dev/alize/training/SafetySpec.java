package dev.alize.training;

import dev.alize.policies.model.Shape;
import dev.alize.policies.safety.Category;
import dev.alize.policies.safety.Features;
import dev.alize.policies.safety.SafetyScorer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the policy {@code safety-filter} learns: a label for each category that has data, and one for whatever is unsafe.
 * Ordinary prompts, code and mails of the injection data are its harmless texts.
 */
public final class SafetySpec implements ModelSpec {
    /** The largest sources are templates or tweets; texts of all sorts count for more. */
    private static final Map<String, Double> WEIGHTS =
            Map.of("openai-moderation", 6.0, "simplesafetytests", 3.0, "strongreject", 3.0, "notinject", 2.0);

    @Override
    public String name() {
        return "safety-filter";
    }

    @Override
    public String subject() {
        return "safety";
    }

    @Override
    public List<String> subjects() {
        return List.of(subject(), "injection");
    }

    @Override
    public String resource() {
        return "dev/alize/policies/safety/model.gz";
    }

    @Override
    public Shape shape() {
        return new Shape(16, 4, 4, 20, 5);
    }

    @Override
    public List<String> labels() {
        return Stream.concat(
                        Arrays.stream(Category.values())
                                .filter(Category::learnt)
                                .map(Category::code),
                        Stream.of(SafetyScorer.ANY))
                .toList();
    }

    @Override
    public double cost() {
        return 0.5;
    }

    /** What the model of whole texts sees of an example. */
    static Features features(Example example) {
        return SafetyScorer.features(example.row().text());
    }

    @Override
    public Map<String, byte[]> companions(Trainer trainer, String digest) throws IOException {
        return Map.of(
                "dev/alize/policies/safety/whole.gz",
                new WholeTextTrainer(trainer, labels()).ship(digest).file());
    }

    @Override
    public Optional<Example> example(Row row) {
        if (row.label().equals("injection") || InjectionSpec.NOT_LEARNED.contains(row.source())) {
            return Optional.empty();
        }
        int[] answers = SafetyLabels.of(row, labels());
        if (Arrays.stream(answers).allMatch(answer -> answer == 0)) {
            return Optional.empty();
        }
        double weight = WEIGHTS.getOrDefault(row.source(), 1.0);
        return Optional.of(new Example(row, SafetyScorer.prepare(row.text()), answers, weight));
    }
}
