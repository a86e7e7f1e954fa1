package dev.alize.cli;

import dev.alize.audit.chain.Signer;
import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize audit keygen}. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description =
                "Makes the keys of the audit trail: one that signs checkpoints, the public one that verifies them,"
                        + " and one for keyed hashes. Only their owner may read the files; existing ones are never overwritten.")
final class AuditKeygen implements Callable<Integer> {
    private static final int HASH_KEY_BYTES = 32;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Directory; made where it is missing.")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        Signer.Pair pair = Signer.generate();
        byte[] random = new byte[HASH_KEY_BYTES];
        new SecureRandom().nextBytes(random);
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(directory.resolve("audit-signing-key.pem"), pair.privateKey());
        files.put(directory.resolve("audit-public-key.pem"), pair.publicKey());
        files.put(directory.resolve("audit-hash-key"), Base64.getEncoder().encodeToString(random));
        for (Path file : files.keySet()) {
            if (Files.exists(file)) {
                throw bad(file, "a file that exists; nothing was written");
            }
        }
        write(files);
        files.keySet().forEach(file -> spec.commandLine().getOut().println("wrote " + file));
        spec.commandLine()
                .getOut()
                .println("key id " + Signer.of(pair.privateKey()).keyId()
                        + "; keep the public key where nobody who can write the trail can change it");
        return 0;
    }

    private void write(Map<Path, String> files) {
        FileAttribute<?> ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        java.util.List<Path> made = new java.util.ArrayList<>();
        Path at = directory;
        try {
            Files.createDirectories(directory);
            for (Map.Entry<Path, String> file : files.entrySet()) {
                at = file.getKey();
                try (FileChannel out =
                        FileChannel.open(at, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ours)) {
                    made.add(at);
                    ByteBuffer bytes = ByteBuffer.wrap(file.getValue().getBytes(StandardCharsets.US_ASCII));
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    out.force(true);
                }
            }
        } catch (IOException e) {
            made.forEach(file -> file.toFile().delete());
            BadInputException failed = bad(
                    at,
                    e instanceof FileAlreadyExistsException
                            ? "a file that exists"
                            : e.getClass().getSimpleName() + "; nothing was written");
            failed.initCause(e);
            throw failed;
        }
    }

    private static BadInputException bad(Path file, String got) {
        return new BadInputException(
                "Output", new Problem(file.toString(), got, "a directory without keys that can be written to"));
    }
}
