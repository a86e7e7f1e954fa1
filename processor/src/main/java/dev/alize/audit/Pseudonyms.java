package dev.alize.audit;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names for subjects in the audit trail. A pseudonym is random, and only the store of its partition leads from the
 * keyed hash of a subject to it: once that entry is deleted, nobody can tell whose it was, not even with the key.
 * Thread-safe.
 */
public final class Pseudonyms {
    private static final int BYTES = 10;

    private final KeyedHash hash;
    private final SecureRandom random = new SecureRandom();

    public Pseudonyms(KeyedHash hash) {
        this.hash = hash;
    }

    /** Under which a subject is found: 32 bytes. */
    public byte[] subjectHash(String tenant, String subject) {
        return hash.of("subject").add(tenant).add(subject).bytes();
    }

    /** A new one: {@code s-} and 20 hexadecimal digits. */
    public String make() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return "s-" + HexFormat.of().formatHex(bytes);
    }
}
