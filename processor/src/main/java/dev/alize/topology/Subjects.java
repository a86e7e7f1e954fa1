package dev.alize.topology;

import dev.alize.audit.KeyedHash;
import dev.alize.audit.Pseudonyms;
import dev.alize.audit.TrailKeys;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.OpenRequest;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What the audit trail may say of a request's texts and subject: a keyed hash, and a pseudonym that this task made up
 * and keeps until the subject is forgotten. Owned by the task's stream thread.
 */
final class Subjects {
    /** The store's name, and part of its changelog topic's. */
    static final String STORE = "subjects";

    private final KeyValueStore<Bytes, byte[]> store;
    private final @Nullable KeyedHash hash;
    private final @Nullable Pseudonyms pseudonyms;

    Subjects(KeyValueStore<Bytes, byte[]> store, TrailKeys keys) {
        this.store = store;
        this.hash = keys.hash();
        this.pseudonyms = keys.pseudonyms();
    }

    /** Notes both in a request that is read for the first time. */
    void note(OpenRequest open) {
        CompletionRequest request = open.getRequest();
        if (hash != null) {
            open.setContentHash(ContentHashes.of(hash, request));
        }
        open.setPseudonym(pseudonym(request));
    }

    private @Nullable String pseudonym(CompletionRequest request) {
        String subject = request.getSubject();
        if (pseudonyms == null || subject == null || subject.length() > RequestRules.MAX_NAME) {
            return null;
        }
        Bytes key = Bytes.wrap(pseudonyms.subjectHash(request.getTenant(), subject));
        byte[] known = store.get(key);
        if (known != null) {
            return new String(known, StandardCharsets.US_ASCII);
        }
        String made = pseudonyms.make();
        store.put(key, made.getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    /** Deletes what leads from a subject to its pseudonym. @return whether there was something */
    static boolean forget(KeyValueStore<Bytes, byte[]> store, byte[] subjectHash) {
        return store.delete(Bytes.wrap(subjectHash)) != null;
    }
}
