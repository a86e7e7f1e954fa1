package dev.alize.audit.chain;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Checks the signatures of seals. Thread-safe. */
public final class SealCheck {
    private final Map<String, PublicKey> keys = new HashMap<>();

    /**
     * @param pems public keys, X.509; several where keys were changed
     * @throws IllegalArgumentException where one is none; the message does not quote it
     */
    public SealCheck(Collection<String> pems) {
        for (String pem : pems) {
            PublicKey key = Keys.publicKey(pem);
            keys.put(Keys.id(key), key);
        }
    }

    public boolean knows(String keyId) {
        return keys.containsKey(keyId);
    }

    /** Whether a known key signed exactly this. */
    public boolean isGenuine(Seal seal, String keyId, byte[] signature) {
        PublicKey key = keys.get(keyId);
        if (key == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(seal.signed(keyId));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
