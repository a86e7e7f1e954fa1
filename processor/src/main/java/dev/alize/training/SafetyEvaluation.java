package dev.alize.training;

import dev.alize.policies.safety.Category;
import dev.alize.policies.safety.Mode;
import dev.alize.policies.safety.SafetyFilterSettings;
import dev.alize.policies.safety.SafetyScorer;
import dev.alize.policies.safety.SafetyScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the safety filter, model and rules together, on rows that the model has not learned from: those of the other
 * parts of a cross-validation, and those of OpenAI's moderation set once nothing of that source was learned. The rules
 * were written with all of these rows in sight.
 */
public final class SafetyEvaluation implements Evaluation {
    private static final String MODERATION = "openai-moderation";
    private static final String ALL = "all";

    /** Asked for on the moderation rows. */
    private static final double AREA = 0.9;

    /** Asked for on ordinary prompts, code and mails. */
    private static final double ORDINARY = 0.01;

    private final SafetySpec spec = new SafetySpec();

    /** A row and what a filter that had not seen it says. */
    private record Judged(Row row, SafetyScores scores) {}

    @Override
    public String subject() {
        return spec.subject();
    }

    @Override
    public List<Score> run(Data data) {
        Trainer trainer = Trainer.of(spec, data);
        WholeTextTrainer whole = new WholeTextTrainer(trainer, spec.labels());
        int[] folds = trainer.folds();
        Unseen unseen = new Unseen(trainer.unseen(folds), whole.unseen(folds));
        List<Judged> crossed = new ArrayList<>();
        for (int fold = 0; fold < Trainer.FOLDS; fold++) {
            crossed.addAll(judged(trainer, whole, folds, fold, unseen));
        }
        int[] sources = trainer.examples().stream()
                .mapToInt(example -> example.row().source().equals(MODERATION) ? 0 : -1)
                .toArray();
        List<Score> scores = new ArrayList<>();
        areas("cross-validation", crossed, scores);
        areas("leave-one-source-out", judged(trainer, whole, sources, 0, unseen), scores);
        rates(crossed, scores);
        return scores;
    }

    /** Margins of models that had not learned from the example's part; calibrates. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Unseen(float[][] windows, float[] whole) {}

    private static List<Judged> judged(Trainer trainer, WholeTextTrainer whole, int[] parts, int part, Unseen unseen) {
        SafetyScorer scorer = new SafetyScorer(
                trainer.without(parts, part, unseen.windows()), whole.without(parts, part, unseen.whole()));
        return IntStream.range(0, parts.length)
                .filter(i -> parts[i] == part)
                .mapToObj(i -> trainer.examples().get(i).row())
                .map(row -> new Judged(row, scorer.score(row.text())))
                .toList();
    }

    private void areas(String split, List<Judged> judged, List<Score> scores) {
        List<Judged> rows = judged.stream()
                .filter(one -> one.row().source().equals(MODERATION))
                .toList();
        scores.add(area(
                split,
                "roc-auc",
                rows,
                one -> one.row().label().equals("unsafe"),
                one -> one.scores().highest(),
                AREA));
        for (Category category :
                List.of(Category.HATE, Category.HARASSMENT, Category.VIOLENCE, Category.SELF_HARM, Category.SEXUAL)) {
            int label = spec.labels().indexOf(category.code());
            List<Judged> known = rows.stream()
                    .filter(one -> SafetyLabels.of(one.row(), spec.labels())[label] != 0)
                    .toList();
            scores.add(area(
                    split,
                    "roc-auc-" + category.code(),
                    known,
                    one -> SafetyLabels.of(one.row(), spec.labels())[label] > 0,
                    one -> one.scores().score(category),
                    null));
        }
    }

    private Score area(
            String split,
            String metric,
            List<Judged> rows,
            Predicate<Judged> positive,
            ToDoubleFunction<Judged> score,
            @Nullable Double bar) {
        double[] unsafe = rows.stream().filter(positive).mapToDouble(score).toArray();
        double[] safe =
                rows.stream().filter(positive.negate()).mapToDouble(score).toArray();
        return new Score(subject(), split, MODERATION, "en", metric, area(unsafe, safe), rows.size(), bar);
    }

    /** The chance that an unsafe text scores higher than a safe one; half of it where they are equal. */
    static double area(double[] unsafe, double[] safe) {
        double[] sorted = safe.clone();
        Arrays.sort(sorted);
        double pairs = 0;
        for (double score : unsafe) {
            int below = 0;
            int notAbove = sorted.length;
            for (int high = sorted.length; below < high; ) {
                int middle = (below + high) >>> 1;
                if (sorted[middle] < score) {
                    below = middle + 1;
                } else {
                    high = middle;
                }
            }
            int low = below;
            while (low < notAbove) {
                int middle = (low + notAbove) >>> 1;
                if (sorted[middle] <= score) {
                    low = middle + 1;
                } else {
                    notAbove = middle;
                }
            }
            pairs += (below + low) / 2.0;
        }
        return pairs / ((double) unsafe.length * safe.length);
    }

    /** How many are stopped of each source and language: false positives among harmless texts, recall among others. */
    private void rates(List<Judged> judged, List<Score> scores) {
        Map<String, List<Judged>> groups = new TreeMap<>();
        for (Judged one : judged) {
            Row row = one.row();
            String group = row.source() + '|' + row.language() + '|' + kind(row);
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(one);
            if (row.source().contains("hatecheck")) {
                String function = row.source() + '/' + row.field("category") + '|' + row.language() + '|' + kind(row);
                groups.computeIfAbsent(function, name -> new ArrayList<>()).add(one);
            }
            if (row.label().equals("benign")) {
                groups.computeIfAbsent("ordinary|" + ALL + '|' + kind(row), name -> new ArrayList<>())
                        .add(one);
            }
        }
        groups.forEach((group, rows) -> {
            String[] names = group.split("\\|", -1);
            for (Mode mode : Mode.values()) {
                Double bar = mode == Mode.STRICT && names[0].equals("ordinary") ? ORDINARY : null;
                scores.add(new Score(
                        subject(),
                        "cross-validation",
                        names[0],
                        names[1],
                        names[2] + '-' + mode.code(),
                        stopped(rows, mode),
                        rows.size(),
                        bar));
            }
        });
    }

    private static String kind(Row row) {
        return switch (row.label()) {
            case "unsafe" -> "recall";
            case "offensive" -> "stopped-though-only-offensive";
            default -> "false-positives";
        };
    }

    private static double stopped(List<Judged> rows, Mode mode) {
        SafetyFilterSettings settings =
                new SafetyFilterSettings(SafetyFilterSettings.DEFAULT.conduct(), mode, Map.of());
        return rows.stream()
                        .filter(one -> Arrays.stream(Category.values())
                                .anyMatch(category -> one.scores().score(category) >= settings.threshold(category)))
                        .count()
                / (double) rows.size();
    }
}
