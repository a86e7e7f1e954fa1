package dev.alize.training;

import dev.alize.policies.model.Calibration;
import dev.alize.policies.safety.Features;
import dev.alize.policies.safety.SafetyScorer;
import dev.alize.policies.safety.WholeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trains the safety filter's model of whole texts on the examples of its other model, in the same parts. It is for
 * paragraphs and longer texts: the thousands of short templates and requests, whose register is another, count little.
 */
final class WholeTextTrainer {
    /** Fixed, so that the same data gives the same model. */
    private static final long SEED = 20_261_121;

    private static final Map<String, Double> WEIGHTS = Map.of(
            "openai-moderation", 10.0,
            "hatecheck-en", 0.1,
            "multilingual-hatecheck-de", 0.1,
            "multilingual-hatecheck-es", 0.1,
            "multilingual-hatecheck-fr", 0.1,
            "advbench", 0.3,
            "simplesafetytests", 0.3,
            "strongreject", 0.6);

    /** How far the model may bend to each example. */
    private static final double COST = 0.1;

    private final Trainer trainer;
    private final List<String> labels;
    private final List<Features> features;
    private final List<Vector> vectors;

    /** @param labels of the trainer's examples */
    WholeTextTrainer(Trainer trainer, List<String> labels) {
        this.trainer = trainer;
        this.labels = List.copyOf(labels);
        this.features = trainer.examples().stream().map(SafetySpec::features).toList();
        this.vectors = features.stream().map(WholeTextTrainer::vector).toList();
    }

    /** Margins that each example gets from a model that has not learned from its part; as {@link Trainer#unseen}. */
    float[] unseen(int[] parts) {
        float[] margins = new float[parts.length];
        IntStream.range(0, Trainer.FOLDS).forEach(part -> {
            WholeText model = fit(parts, part, "", Calibration.NONE);
            IntStream.range(0, parts.length)
                    .filter(i -> parts[i] == part)
                    .forEach(i -> margins[i] = model.margin(features.get(i)));
        });
        return margins;
    }

    /** A model that has not learned from a part, nor was calibrated on it. */
    WholeText without(int[] parts, int part, float[] unseen) {
        return fit(parts, part, "", calibrate(parts, part, unseen));
    }

    /** The model to ship: learns from everything, calibrated on margins of {@link #unseen} examples. */
    WholeText ship(String digest) {
        int[] none = new int[features.size()];
        return fit(none, -1, digest, calibrate(none, -1, unseen(trainer.folds())));
    }

    private WholeText fit(int[] parts, int left, String digest, Calibration calibration) {
        int buckets = WholeText.SHAPE.buckets();
        int count = WholeText.LABELS.size();
        byte[] grams = new byte[buckets * count];
        List<WholeText.Label> labels = new ArrayList<>();
        for (int label = 0; label < count; label++) {
            Separator separator = separate(parts, left, WholeText.LABELS.get(label));
            float largest = Float.MIN_NORMAL;
            for (int bucket = 0; bucket < buckets; bucket++) {
                largest = Math.max(largest, Math.abs(separator.weights[bucket]));
            }
            float scale = largest / 127;
            for (int bucket = 0; bucket < buckets; bucket++) {
                grams[bucket * count + label] = (byte) Math.round(separator.weights[bucket] / scale);
            }
            float[] dense = Arrays.copyOfRange(separator.weights, buckets, separator.weights.length);
            labels.add(new WholeText.Label(scale, separator.bias, dense));
        }
        return new WholeText(digest, labels, grams, calibration);
    }

    private Separator separate(int[] parts, int left, String label) {
        List<Separator.Point> points = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            int answer = answer(i, label);
            if (parts[i] != left && answer != 0) {
                points.add(new Separator.Point(vectors.get(i), answer, COST * weight(i)));
            }
        }
        int dense = features.get(0).dense().length;
        return Separator.fit(points, WholeText.SHAPE.buckets() + dense, SEED);
    }

    private Calibration calibrate(int[] parts, int left, float[] unseen) {
        List<Platt.Point> points = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            int answer = answer(i, SafetyScorer.ANY);
            if (parts[i] != left && answer != 0) {
                points.add(new Platt.Point(unseen[i], 0, answer > 0, weight(i)));
            }
        }
        return Platt.fit(points);
    }

    private int answer(int example, String label) {
        return trainer.examples().get(example).answers()[labels.indexOf(label)];
    }

    private double weight(int example) {
        return WEIGHTS.getOrDefault(trainer.examples().get(example).row().source(), 1.0);
    }

    /** Grams in their buckets, the other numbers behind them. */
    private static Vector vector(Features text) {
        int buckets = WholeText.SHAPE.buckets();
        int words = text.words().length;
        int grams = words + text.parts().length;
        int[] order = new int[grams + text.dense().length];
        float[] values = new float[order.length];
        long[] sorted = new long[grams];
        for (int i = 0; i < grams; i++) {
            sorted[i] = i < words ? (long) text.words()[i] << 1 | 1 : (long) text.parts()[i - words] << 1;
        }
        Arrays.sort(sorted);
        for (int i = 0; i < order.length; i++) {
            order[i] = i < grams ? (int) (sorted[i] >> 1) : buckets + i - grams;
            values[i] =
                    i >= grams ? text.dense()[i - grams] : (sorted[i] & 1) == 1 ? text.wordValue() : text.partValue();
        }
        return new Vector(order, values);
    }
}
