package dev.alize.audit.chain;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;

/** Signs seals. Thread-safe. */
public final class Signer {
    private final PrivateKey key;
    private final String id;
    private final PublicKey publicKey;

    /**
     * A new pair of keys.
     *
     * @param privateKey PKCS#8 in PEM: the secret
     * @param publicKey X.509 in PEM: what verifies
     */
    public record Pair(String privateKey, String publicKey) {}

    private Signer(PrivateKey key, PublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
        this.id = Keys.id(publicKey);
    }

    public static Pair generate() {
        KeyPair pair = Keys.generate();
        return new Pair(Keys.pem(pair.getPrivate()), Keys.pem(pair.getPublic()));
    }

    /**
     * @param pem the private key, PKCS#8
     * @throws IllegalArgumentException where it is none; the message does not quote it
     */
    public static Signer of(String pem) {
        PrivateKey key = Keys.privateKey(pem);
        return new Signer(key, publicOf(key));
    }

    /** The JDK has no way from a private key to its public one but this: a generator whose randomness is the key. */
    private static PublicKey publicOf(PrivateKey key) {
        try {
            byte[] encoded = KeyFactory.getInstance("Ed25519")
                    .getKeySpec(key, java.security.spec.EdECPrivateKeySpec.class)
                    .getBytes();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(encoded));
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("got another private key, expected one for Ed25519 in PKCS#8");
        }
    }

    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final transient byte[] bytes;

        Fixed(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] into) {
            System.arraycopy(bytes, 0, into, 0, into.length);
        }
    }

    public String keyId() {
        return id;
    }

    /** X.509 in PEM. */
    public String publicKey() {
        return Keys.pem(publicKey);
    }

    public byte[] sign(Seal seal) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(seal.signed(id));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A seal cannot be signed", e);
        }
    }
}
