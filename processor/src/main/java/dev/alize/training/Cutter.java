package dev.alize.training;

import dev.alize.policies.model.GramSink;
import dev.alize.policies.model.Grams;
import dev.alize.policies.model.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a text into the windows that a model judges, each as a vector. */
final class Cutter implements GramSink {
    /** Marks a piece of a word among the grams of a block. */
    private static final int PART = 1 << 30;

    private final List<int[]> blocks = new ArrayList<>();
    private int[] grams = new int[256];
    private int length;

    private Cutter() {}

    static List<Vector> vectors(String text, Shape shape) {
        Cutter cutter = new Cutter();
        Grams.walk(text.toCharArray(), shape, cutter);
        List<Vector> vectors = new ArrayList<>();
        int last = Math.max(0, cutter.blocks.size() - shape.windowBlocks());
        for (int first = 0; first <= last && !cutter.blocks.isEmpty(); first++) {
            vectors.add(
                    vector(cutter.blocks.subList(first, Math.min(cutter.blocks.size(), first + shape.windowBlocks()))));
        }
        return vectors;
    }

    /** How many windows a text has, at least 1. */
    static int windows(String text, Shape shape) {
        return Math.max(1, vectors(text, shape).size());
    }

    @Override
    public void words(int bucket) {
        add(bucket);
    }

    @Override
    public void part(int bucket) {
        add(bucket | PART);
    }

    private void add(int gram) {
        if (length == grams.length) {
            grams = Arrays.copyOf(grams, 2 * length);
        }
        grams[length++] = gram;
    }

    @Override
    public void block(int start, int end) {
        blocks.add(Arrays.copyOf(grams, length));
        length = 0;
    }

    private static Vector vector(List<int[]> blocks) {
        long[] all = blocks.stream()
                .flatMapToInt(Arrays::stream)
                .mapToLong(gram -> (long) (gram & ~PART) << 1 | (gram & PART) >>> 30)
                .sorted()
                .toArray();
        int[] buckets = new int[all.length];
        float[] values = new float[all.length];
        double norm = 0;
        int count = 0;
        for (long gram : all) {
            float value = (gram & 1) == 1 ? 0.5f : 1;
            norm += value * value;
            int bucket = (int) (gram >> 1);
            if (count == 0 || buckets[count - 1] != bucket) {
                buckets[count++] = bucket;
            }
            values[count - 1] += value;
        }
        float root = (float) Math.sqrt(norm);
        for (int i = 0; i < count; i++) {
            values[i] /= root;
        }
        return new Vector(Arrays.copyOf(buckets, count), Arrays.copyOf(values, count));
    }
}
