package dev.alize.training;

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

    private static final Map<String, Double> WEIGHTS = Map.of("notinject", 3.0, "deepset-prompt-injections", 2.0);

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
        return new Shape(18, 3, 5, 32, 2);
    }

    @Override
    public List<String> labels() {
        return List.of("injection");
    }

    @Override
    public double cost() {
        return 0.5;
    }

    @Override
    public Optional<Example> example(Row row) {
        if (NOT_LEARNED.contains(row.source())) {
            return Optional.empty();
        }
        String text = normaliser.apply(row.text()).text();
        int answer = row.label().equals("injection") ? 1 : -1;
        return Optional.of(new Example(row, text, new int[] {answer}, WEIGHTS.getOrDefault(row.source(), 1.0)));
    }
}
