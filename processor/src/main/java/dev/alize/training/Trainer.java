package dev.alize.training;

import dev.alize.policies.model.Calibration;
import dev.alize.policies.model.LinearModel;
import dev.alize.policies.model.ModelHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model. Which window of a positive text is the reason for its label, nobody says: at first all of them are,
 * then those that the model of the round before holds for positive, at least the best one.
 */
public final class Trainer {
    /** Fixed, so that the same data gives the same model. */
    private static final long SEED = 20_261_121;

    /** Windows of a positive text that the model learns from. */
    private static final int REASONS = 2;

    /** Rounds of choosing windows. */
    private static final int ROUNDS = 2;

    /** Parts that the data is cut into for calibration and cross-validation. */
    public static final int FOLDS = 5;

    private final ModelSpec spec;
    private final List<Example> examples;
    private final List<List<Vector>> windows;
    private final int[] folds;

    private Trainer(ModelSpec spec, List<Example> examples) {
        this.spec = spec;
        this.examples = examples;
        this.windows = examples.stream()
                .map(example -> Cutter.vectors(example.text(), spec.shape()))
                .toList();
        this.folds = folds(examples);
    }

    /** Over those rows of the spec's subjects that it learns from. */
    public static Trainer of(ModelSpec spec, Data data) {
        return of(
                spec,
                spec.subjects().stream().flatMap(name -> data.of(name).stream()).toList());
    }

    /** Over those rows that the spec learns from. */
    public static Trainer of(ModelSpec spec, List<Row> rows) {
        return new Trainer(
                spec, rows.stream().flatMap(row -> spec.example(row).stream()).toList());
    }

    public List<Example> examples() {
        return examples;
    }

    /** The part of each example, 0 to {@link #FOLDS} - 1; texts that share a passage are in one part. */
    public int[] folds() {
        return folds.clone();
    }

    /** The largest groups first, each into the part that has fewest rows. */
    private static int[] folds(List<Example> examples) {
        int[] groups = Groups.of(examples);
        Map<Integer, List<Integer>> members = new HashMap<>();
        for (int i = 0; i < groups.length; i++) {
            members.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
        }
        int[] folds = new int[groups.length];
        int[] sizes = new int[FOLDS];
        members.values().stream()
                .sorted((a, b) -> a.size() != b.size() ? b.size() - a.size() : a.get(0) - b.get(0))
                .forEach(group -> {
                    int smallest = 0;
                    for (int fold = 1; fold < FOLDS; fold++) {
                        smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
                    }
                    sizes[smallest] += group.size();
                    for (int member : group) {
                        folds[member] = smallest;
                    }
                });
        return folds;
    }

    /**
     * The margins that each example gets from a model that has not learned from its part.
     *
     * @param parts by example, such as {@link #folds}; parts below 0 are learned from by all models
     * @return by example and label
     */
    public float[][] unseen(int[] parts) {
        float[][] margins = new float[examples.size()][];
        IntStream.of(parts).filter(part -> part >= 0).distinct().sorted().forEach(part -> {
            int[] rest = IntStream.range(0, parts.length)
                    .filter(i -> parts[i] != part)
                    .toArray();
            LinearModel model = model(rest, "", null);
            IntStream.range(0, parts.length)
                    .filter(i -> parts[i] == part)
                    .forEach(
                            i -> margins[i] = model.read(examples.get(i).text()).margins());
        });
        return margins;
    }

    /** A model that has not learned from those examples, not calibrated. */
    public LinearModel without(Predicate<Example> left) {
        return model(
                IntStream.range(0, examples.size())
                        .filter(i -> !left.test(examples.get(i)))
                        .toArray(),
                "",
                null);
    }

    /**
     * A model that has not learned from a part, as {@link #ship} would make it of the others.
     *
     * @param unseen margins by {@link #unseen}, null for examples that it must not be calibrated on
     */
    public LinearModel without(int[] parts, int part, float[][] unseen) {
        float[][] others = unseen.clone();
        for (int i = 0; i < parts.length; i++) {
            others[i] = parts[i] == part ? null : others[i];
        }
        int[] rest =
                IntStream.range(0, parts.length).filter(i -> parts[i] != part).toArray();
        return model(rest, "", others);
    }

    /** The model to ship: learns from everything, calibrated on margins of {@link #unseen} examples. */
    public LinearModel ship(String digest, float[][] unseen) {
        return model(IntStream.range(0, examples.size()).toArray(), digest, unseen);
    }

    private LinearModel model(int[] chosen, String digest, float @Nullable [][] unseen) {
        int labels = spec.labels().size();
        byte[] weights = new byte[spec.shape().buckets() * labels];
        List<ModelHeader.Label> headers = new ArrayList<>();
        for (int label = 0; label < labels; label++) {
            Separator separator = separate(chosen, label);
            float largest = 0;
            for (float weight : separator.weights) {
                largest = Math.max(largest, Math.abs(weight));
            }
            float scale = largest == 0 ? 1 : largest / 127;
            for (int bucket = 0; bucket < separator.weights.length; bucket++) {
                weights[bucket * labels + label] = (byte) Math.round(separator.weights[bucket] / scale);
            }
            Calibration calibration = unseen == null ? Calibration.NONE : calibrate(unseen, label);
            headers.add(new ModelHeader.Label(spec.labels().get(label), scale, separator.bias, calibration));
        }
        return new LinearModel(new ModelHeader(spec.name(), digest, spec.shape(), headers), weights);
    }

    /** The calibration of a label for margins of {@link #unseen} examples. */
    public Calibration calibrate(float[][] unseen, int label) {
        List<Platt.Point> points = new ArrayList<>();
        for (int i = 0; i < unseen.length; i++) {
            Example example = examples.get(i);
            int answer = example.answers()[label];
            if (answer != 0 && unseen[i] != null && unseen[i][label] > -1e9) {
                double odds = spec.odds(example, label);
                points.add(new Platt.Point(unseen[i][label], odds, answer > 0, example.weight()));
            }
        }
        return Platt.fit(points);
    }

    private Separator separate(int[] chosen, int label) {
        Separator separator =
                Separator.fit(points(chosen, label, null), spec.shape().buckets(), SEED);
        for (int round = 1; round < ROUNDS; round++) {
            separator =
                    Separator.fit(points(chosen, label, separator), spec.shape().buckets(), SEED);
        }
        return separator;
    }

    private List<Separator.Point> points(int[] chosen, int label, @Nullable Separator before) {
        List<Separator.Point> points = new ArrayList<>();
        for (int i : chosen) {
            int answer = examples.get(i).answers()[label];
            if (answer != 0) {
                double cost = spec.cost() * examples.get(i).weight();
                List<Vector> kept = answer > 0 && before != null ? reasons(windows.get(i), before) : windows.get(i);
                kept.forEach(window -> points.add(new Separator.Point(window, answer, cost / Math.sqrt(kept.size()))));
            }
        }
        return points;
    }

    private static List<Vector> reasons(List<Vector> windows, Separator model) {
        return windows.stream()
                .sorted(Comparator.comparingDouble(model::margin).reversed())
                .limit(REASONS)
                .toList();
    }
}
