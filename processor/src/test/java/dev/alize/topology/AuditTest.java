package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.audit.Sealing;
import dev.alize.audit.TrailKeys;
import dev.alize.audit.chain.Signer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** When the audit stage looks whether a seal is due: each look costs a transaction. */
class AuditTest {
    private final MockProcessorContext<byte[], Outgoing> context = new MockProcessorContext<>();
    private final Audit audit = started();

    private Audit started() {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Audit.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        Signer signer = Signer.of(Signer.generate().privateKey());
        Audit made = new Audit(
                new PlainCodec(), new TrailKeys(null, new Sealing(signer, "test", 1_000, Duration.ofSeconds(60))));
        context.setCurrentSystemTimeMs(1_000_000);
        made.init(context);
        return made;
    }

    private List<CapturedPunctuator> looking() {
        return context.scheduledPunctuators().stream()
                .filter(each -> !each.cancelled())
                .toList();
    }

    @Test
    void looksOnlyWhileSomethingIsUnsealed() {
        assertThat(looking()).as("nothing was written").isEmpty();
        AuditEvents events = new AuditEvents(Pipeline::defaults);
        audit.process(
                new Record<>(new byte[0], events.ofRecord("undecodable", "llm.requests", 7, "undecodable", 0), 0));
        assertThat(looking()).hasSize(1);
        CapturedPunctuator look = looking().getFirst();
        look.getPunctuator().punctuate(1_030_000);
        assertThat(looking()).as("not due yet").hasSize(1);
        look.getPunctuator().punctuate(1_060_000);
        assertThat(looking()).as("all is sealed").isEmpty();
        audit.process(
                new Record<>(new byte[0], events.ofRecord("undecodable", "llm.requests", 8, "undecodable", 0), 0));
        assertThat(looking()).hasSize(1);
        audit.close();
        assertThat(looking()).isEmpty();
    }
}
