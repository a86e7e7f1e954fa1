package dev.alize.policies.model;

import java.util.Arrays;

/** The best windows of a text so far, from the sums of its last blocks. For one text and thread. */
final class Windows {
    private final ModelHeader header;
    private final int labels;
    private final int blocks;
    private final int[] words;
    private final int[] parts;
    private final int[] starts;
    private final float[] norms;
    private final Reading best;
    private int seen;

    Windows(ModelHeader header) {
        this.header = header;
        this.labels = header.labels().size();
        this.blocks = header.shape().windowBlocks();
        this.words = new int[blocks * labels];
        this.parts = new int[blocks * labels];
        this.starts = new int[blocks];
        this.norms = new float[blocks];
        this.best = new Reading(new float[labels], new int[labels], new int[labels], 1);
        Arrays.fill(best.margins(), Float.NEGATIVE_INFINITY);
    }

    /** A block's sums of steps, by label, and its sum of squared values. */
    void block(int[] wordSums, int[] partSums, float norm, int start, int end) {
        int slot = seen % blocks;
        System.arraycopy(wordSums, 0, words, slot * labels, labels);
        System.arraycopy(partSums, 0, parts, slot * labels, labels);
        norms[slot] = norm;
        starts[slot] = start;
        seen++;
        int windowStart = starts[seen < blocks ? 0 : seen % blocks];
        float windowNorm = 0;
        for (float part : norms) {
            windowNorm += part;
        }
        for (int label = 0; label < labels; label++) {
            float margin = margin(label, windowNorm);
            // The first windows are still growing: only the whole of a short text, or the first full one, counts.
            if (seen <= blocks || margin > best.margins()[label]) {
                best.margins()[label] = margin;
                best.starts()[label] = windowStart;
                best.ends()[label] = end;
            }
        }
    }

    private float margin(int label, float norm) {
        int wordSum = 0;
        int partSum = 0;
        for (int block = 0; block < blocks; block++) {
            wordSum += words[block * labels + label];
            partSum += parts[block * labels + label];
        }
        ModelHeader.Label about = header.labels().get(label);
        return about.bias() + about.scale() * (wordSum + Shape.PART_VALUE * partSum) / (float) Math.sqrt(norm);
    }

    Reading reading() {
        return new Reading(best.margins(), best.starts(), best.ends(), Math.max(1, seen - blocks + 1));
    }
}
