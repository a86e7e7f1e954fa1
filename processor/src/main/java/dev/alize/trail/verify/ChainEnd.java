package dev.alize.trail.verify;

/**
 * How far one epoch of a chain goes.
 *
 * @param events that were read
 * @param last sequence that was read
 * @param sealed last sequence that a genuine checkpoint seals; -1 where none does
 */
public record ChainEnd(int partition, String chain, long epoch, long events, long last, long sealed) {
    /** Events behind the last checkpoint: whether they are all there, nobody can prove yet. */
    public long unsealed() {
        return Math.max(0, last - Math.max(sealed, last - events));
    }
}
