package dev.alize.policies.model;

/** Sums the weights of a model with one label. For one text and thread. */
final class OneLabelSum implements GramSink {
    private final byte[] weights;
    private final Windows windows;
    private final int[] words = new int[1];
    private final int[] parts = new int[1];
    private int wordSum;
    private int partSum;
    private int wordCount;
    private int partCount;

    @SuppressWarnings("ArrayEquals")
    OneLabelSum(ModelHeader header, byte[] weights) {
        this.weights = weights;
        this.windows = new Windows(header);
    }

    @Override
    public void words(int bucket) {
        wordSum += weights[bucket];
        wordCount++;
    }

    @Override
    public void part(int bucket) {
        partSum += weights[bucket];
        partCount++;
    }

    @Override
    public void block(int start, int end) {
        words[0] = wordSum;
        parts[0] = partSum;
        windows.block(words, parts, wordCount + Shape.PART_VALUE * Shape.PART_VALUE * partCount, start, end);
        wordSum = 0;
        partSum = 0;
        wordCount = 0;
        partCount = 0;
    }

    Reading reading() {
        return windows.reading();
    }
}
