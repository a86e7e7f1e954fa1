package dev.alize.trail.verify;

import dev.alize.audit.chain.Link;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that is not what its headers say.
 *
 * @param index of the record among those of its partition that were read
 * @param link null where its headers are incomplete
 * @param chained whether it has headers of a chain at all
 * @param early whether no chain was seen in the partition before it
 */
record Broken(long index, long offset, Instant at, @Nullable Link link, boolean chained, boolean early) {
    boolean claims(String chain, long epoch, long sequence) {
        return link != null && link.chain().equals(chain) && link.epoch() == epoch && link.sequence() == sequence;
    }
}
