package dev.alize.control;

import dev.alize.audit.KeyedHash;
import dev.alize.audit.Sealing;
import dev.alize.audit.TrailKeys;
import dev.alize.audit.chain.Signer;
import dev.alize.config.AuditSettings;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the keys of the audit trail. Messages name references, never a key. */
public final class TrailSecrets {
    private TrailSecrets() {}

    /**
     * The keys that a writer of the trail needs.
     *
     * @param writer name of the instance or tool that seals
     * @throws IllegalArgumentException where the signing key is missing although the trail is immutable, or a key is not
     *     what it should be
     */
    public static TrailKeys of(Configuration configuration, Environment environment, String writer) {
        return new TrailKeys(hash(configuration, environment), sealing(configuration, environment, writer));
    }

    /** Null where the reference leads nowhere: then events have no hashes. */
    public static @Nullable KeyedHash hash(Configuration configuration, Environment environment) {
        SecretReference reference = configuration.audit().hashKey();
        String key;
        try {
            key = reference.in(environment).reveal();
        } catch (IllegalStateException e) {
            return null;
        }
        return made("audit.secret_key_ref", reference, key, KeyedHash::new);
    }

    /**
     * Null where the trail is not immutable.
     *
     * @throws IllegalArgumentException where the signing key is missing or is none
     */
    public static @Nullable Sealing sealing(Configuration configuration, Environment environment, String writer) {
        if (!configuration.isImmutable()) {
            return null;
        }
        AuditSettings settings = configuration.audit();
        Signer signer = signer(configuration, environment);
        return new Sealing(signer, writer, settings.checkpointEvents(), settings.checkpointInterval());
    }

    /** The key that signs seals; its public half verifies them. */
    public static Signer signer(Configuration configuration, Environment environment) {
        SecretReference reference = configuration.audit().signingKey();
        String pem;
        try {
            pem = reference.in(environment).reveal();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("audit.signing_key_ref: " + e.getMessage()
                    + ": the private key that signs the audit trail; `alize audit keygen` makes one");
        }
        return made("audit.signing_key_ref", reference, pem, Signer::of);
    }

    private static <T> T made(String key, SecretReference reference, String secret, Function<String, T> maker) {
        try {
            return maker.apply(secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " (" + reference + "): " + e.getMessage());
        }
    }
}
