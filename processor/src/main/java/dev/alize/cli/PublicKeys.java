package dev.alize.cli;

import dev.alize.audit.chain.SealCheck;
import dev.alize.audit.chain.Signer;
import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The keys that verify checkpoints. */
final class PublicKeys {
    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description =
                    "Public key (PEM) that verifies checkpoints; may be repeated, where keys were changed. Without"
                            + " it, the one that belongs to audit.signing_key_ref.")
    private List<Path> files = new ArrayList<>();

    /**
     * For a report that can do without: a key of the configuration that is missing is a reason, one that was given and
     * is none is an error.
     *
     * @throws BadInputException where a key that was given is none
     */
    Verifying verifying(Configuration configuration) {
        try {
            return new Verifying(check(() -> configuration), null);
        } catch (BadInputException e) {
            if (!files.isEmpty()) {
                throw e;
            }
            return new Verifying(null, String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    /** @throws BadInputException where a key is missing or none */
    SealCheck check(Supplier<Configuration> configuration) {
        if (files.isEmpty()) {
            return fromConfiguration(configuration.get());
        }
        List<String> pems = new ArrayList<>();
        for (Path file : files) {
            try {
                String pem = Files.readString(file);
                new SealCheck(List.of(pem));
                pems.add(pem);
            } catch (IOException e) {
                throw bad(file.toString(), "no file that can be read", "a public key in PEM");
            } catch (IllegalArgumentException e) {
                throw bad(
                        file.toString(),
                        "no public key",
                        "a public key for Ed25519 in PEM, as 'audit keygen' writes it");
            }
        }
        return new SealCheck(pems);
    }

    private static SealCheck fromConfiguration(Configuration configuration) {
        String expected = "the key that signs checkpoints, or its public one with --public-key FILE";
        try {
            String pem = configuration
                    .audit()
                    .signingKey()
                    .in(Environment.ofProcess())
                    .reveal();
            return new SealCheck(List.of(Signer.of(pem).publicKey()));
        } catch (IllegalStateException e) {
            throw bad("audit.signing_key_ref", "no key (" + e.getMessage() + ")", expected);
        } catch (IllegalArgumentException e) {
            throw bad("audit.signing_key_ref", "no private key for Ed25519 in PEM", expected);
        }
    }

    private static BadInputException bad(String where, String got, String expected) {
        return new BadInputException("Key", new Problem(where, got, expected));
    }
}
