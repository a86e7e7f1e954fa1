package dev.alize.policies.model;

import java.util.Arrays;

/** Sums the weights of a model with several labels. For one text and thread. */
final class LabelSums implements GramSink {
    private final byte[] weights;
    private final int labels;
    private final Windows windows;
    private final int[] words;
    private final int[] parts;
    private int wordCount;
    private int partCount;

    LabelSums(ModelHeader header, byte[] weights) {
        this.weights = weights;
        this.labels = header.labels().size();
        this.windows = new Windows(header);
        this.words = new int[labels];
        this.parts = new int[labels];
    }

    @Override
    public void words(int bucket) {
        add(words, bucket);
        wordCount++;
    }

    @Override
    public void part(int bucket) {
        add(parts, bucket);
        partCount++;
    }

    private void add(int[] sums, int bucket) {
        int at = bucket * labels;
        for (int label = 0; label < labels; label++) {
            sums[label] += weights[at + label];
        }
    }

    @Override
    public void block(int start, int end) {
        windows.block(words, parts, wordCount + Shape.PART_VALUE * Shape.PART_VALUE * partCount, start, end);
        Arrays.fill(words, 0);
        Arrays.fill(parts, 0);
        wordCount = 0;
        partCount = 0;
    }

    Reading reading() {
        return windows.reading();
    }
}
