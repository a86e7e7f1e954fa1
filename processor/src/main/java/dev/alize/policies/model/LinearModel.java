package dev.alize.policies.model;

import java.util.List;

/**
 * Linear weights for several labels over hashed grams. A window's margin for a label is the sum of its grams' weights by
 * the root of the sum of their squared values; a text's margin is that of its highest window, so that an attack in a long
 * document counts as much as one alone. Immutable and thread-safe; scoring is linear in the text.
 */
public final class LinearModel {
    private final ModelHeader header;
    private final byte[] weights;

    /** @param weights bucket by bucket, in each the labels in order, in steps of the label's scale */
    @SuppressWarnings("ArrayEquals")
    public LinearModel(ModelHeader header, byte[] weights) {
        int expected = header.shape().buckets() * header.labels().size();
        if (weights.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " weights, got " + weights.length);
        }
        this.header = header;
        this.weights = weights;
    }

    public ModelHeader header() {
        return header;
    }

    byte[] weights() {
        return weights;
    }

    public List<String> labels() {
        return header.labels().stream().map(ModelHeader.Label::name).toList();
    }

    /** @param text normalised */
    public Reading read(String text) {
        return read(text.toCharArray());
    }

    /** @param text normalised; not changed */
    public Reading read(char[] text) {
        if (header.labels().size() == 1) {
            OneLabelSum sum = new OneLabelSum(header, weights);
            Grams.walk(text, header.shape(), sum);
            return sum.reading();
        }
        LabelSums sums = new LabelSums(header, weights);
        Grams.walk(text, header.shape(), sums);
        return sums.reading();
    }

    /**
     * The same, and shows the grams to another model on the way, so that the text is walked once.
     *
     * @param text normalised; not changed
     * @param finer a shape with as many bits as this model's or more, and the same pieces of words; the blocks are this
     *     model's
     */
    public Reading read(char[] text, Shape finer, GramSink other) {
        Shape own = header.shape();
        int coarser = finer.bits() - own.bits();
        if (coarser < 0 || finer.minPart() != own.minPart() || finer.maxPart() != own.maxPart()) {
            throw new IllegalArgumentException(
                    "expected the same pieces of words and at least as many bits, got " + finer + " beside " + own);
        }
        LabelSums sums = new LabelSums(header, weights);
        Shape both = new Shape(finer.bits(), own.minPart(), own.maxPart(), own.blockWords(), own.windowBlocks());
        Grams.walk(text, both, new TwoSinks(sums, coarser, other));
        return sums.reading();
    }

    /** The probability of a label by its calibration. */
    public double probability(Reading reading, int label) {
        return header.labels().get(label).calibration().probability(reading.margins()[label]);
    }
}
