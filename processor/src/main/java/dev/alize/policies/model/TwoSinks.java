package dev.alize.policies.model;

/**
 * Shows grams to two models. A bucket is the first bits of a gram's hash, so that of the model with fewer bits is that of
 * the other without its last ones.
 */
final class TwoSinks implements GramSink {
    private final GramSink coarse;
    private final int shift;
    private final GramSink fine;

    /** @param shift how many bits fewer the coarse one has */
    TwoSinks(GramSink coarse, int shift, GramSink fine) {
        this.coarse = coarse;
        this.shift = shift;
        this.fine = fine;
    }

    @Override
    public void words(int bucket) {
        coarse.words(bucket >>> shift);
        fine.words(bucket);
    }

    @Override
    public void part(int bucket) {
        coarse.part(bucket >>> shift);
        fine.part(bucket);
    }

    @Override
    public void block(int start, int end) {
        coarse.block(start, end);
    }
}
