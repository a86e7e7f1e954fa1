package dev.alize.trail.verify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was written.
 *
 * @param partition of the audit topic; -1 where nobody knows
 * @param offset in that partition, of the first record meant or of the one before the place; -1 where there is none
 * @param chain null where the record belongs to none
 * @param epoch of the chain; -1 where there is none
 * @param first sequence; -1 where there is none
 * @param last sequence, inclusive
 * @param records how many records or events it is about
 * @param what one sentence without full stop
 */
public record Finding(
        Kind kind,
        int partition,
        long offset,
        @Nullable String chain,
        long epoch,
        long first,
        long last,
        long records,
        String what) {
    /** What was done. */
    public enum Kind {
        MISSING,
        CHANGED,
        REORDERED,
        DUPLICATE,
        INSERTED,
        CHECKPOINT,
        UNSIGNED_EPOCH;

        /** In small letters. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** This and the next as one; null where they do not belong together. */
    @Nullable
    Finding with(Finding next) {
        boolean same = kind == next.kind
                && partition == next.partition
                && epoch == next.epoch
                && what.equals(next.what)
                && (chain == null ? next.chain == null : chain.equals(next.chain));
        boolean follows = chain == null ? next.first == last + 1 : next.first == last + 1 && first >= 0;
        if (!same || !follows) {
            return null;
        }
        return new Finding(kind, partition, offset, chain, epoch, first, next.last, records + next.records, what);
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(kind.code()).append(": partition ").append(partition);
        if (offset >= 0) {
            text.append(kind == Kind.MISSING ? ", behind offset " : ", offset ").append(offset);
        }
        if (chain != null) {
            text.append(", chain ").append(chain).append(", epoch ").append(epoch);
            if (first >= 0) {
                text.append(first == last ? ", sequence " + first : ", sequences " + first + " to " + last);
            }
        }
        if (records > 1) {
            text.append(" (").append(records).append(" events)");
        }
        return text.append(": ").append(what).toString();
    }
}
