package dev.alize.evidence;

import dev.alize.audit.chain.LinkHeaders;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.serde.SchemaRef;
import dev.alize.trail.Entry;
import dev.alize.trail.Extent;
import dev.alize.trail.SealEntry;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A trail without what strange records hold, which may be anything: of a record that is no audit event only its place,
 * its time and its link stay. A verification finds the same in it. Where the link fits, the record was written by a
 * gateway, and stays whole although its schema is unknown.
 */
final class OwnRecords implements Trail {
    private static final String EVENT = AuditEvent.getClassSchema().getFullName();
    private static final List<String> LINK =
            List.of(LinkHeaders.CHAIN, LinkHeaders.EPOCH, LinkHeaders.SEQUENCE, LinkHeaders.PREVIOUS, LinkHeaders.HASH);

    private final Trail whole;
    private final Function<SchemaRef, Optional<Schema>> schemas;
    private final AtomicLong emptied = new AtomicLong();

    OwnRecords(Trail whole, Function<SchemaRef, Optional<Schema>> schemas) {
        this.whole = whole;
        this.schemas = schemas;
    }

    /** How many records lost what they held. */
    long emptied() {
        return emptied.get();
    }

    @Override
    public long read(Window window, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
        return read(Extent.of(window), visitor, progress);
    }

    @Override
    public long read(Extent extent, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
        return whole.read(extent, entry -> visitor.visit(isOwn(entry) ? entry : empty(entry)), progress);
    }

    private boolean isOwn(Entry entry) {
        byte[] value = entry.value();
        boolean isEvent = SchemaRef.ofValue(entry.headers(), value)
                .flatMap(schemas)
                .filter(schema -> schema.getFullName().equals(EVENT))
                .isPresent();
        return isEvent
                || (value != null
                        && LinkHeaders.read(entry.headers())
                                .filter(link -> link.fits(entry.key(), value))
                                .isPresent());
    }

    private Entry empty(Entry entry) {
        emptied.incrementAndGet();
        Headers link = new RecordHeaders();
        for (Header header : entry.headers()) {
            if (LINK.contains(header.key())) {
                link.add(header);
            }
        }
        return new Entry(entry.partition(), entry.offset(), entry.at(), null, link, null, null);
    }

    @Override
    public void checkpoints(Consumer<dev.alize.schemas.AuditCheckpoint> each) throws InterruptedException {
        whole.checkpoints(each);
    }

    @Override
    public void seals(Consumer<SealEntry> each) throws InterruptedException {
        whole.seals(each);
    }

    @Override
    public int partitions() {
        return whole.partitions();
    }

    @Override
    public void close() {
        whole.close();
    }
}
