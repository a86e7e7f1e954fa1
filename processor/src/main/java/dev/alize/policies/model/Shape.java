package dev.alize.policies.model;

/**
 * What a model sees of a text.
 *
 * @param bits of a bucket's number: a model has 2^bits buckets
 * @param minPart units of the shortest pieces of words
 * @param maxPart units of the longest; less than {@code minPart} for none
 * @param blockWords words in a block; windows begin and end with blocks
 * @param windowBlocks blocks in a window; each window overlaps the one before by all but one of them
 */
public record Shape(int bits, int minPart, int maxPart, int blockWords, int windowBlocks) {
    /** How much a piece of a word counts against a word. */
    static final float PART_VALUE = 0.5f;

    public Shape {
        if (bits < 10 || bits > 20 || minPart < 1 || maxPart > 16 || blockWords < 1 || windowBlocks < 1) {
            throw new IllegalArgumentException("expected 10 to 20 bits, pieces of 1 to 16 units and windows, got bits "
                    + bits + ", pieces " + minPart + " to " + maxPart + ", windows of " + windowBlocks + " x "
                    + blockWords);
        }
    }

    public int buckets() {
        return 1 << bits;
    }
}
