package dev.alize.evidence;

import dev.alize.audit.chain.SealCheck;
import dev.alize.client.BadInputException;
import dev.alize.trail.FileTrail;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import dev.alize.trail.verify.Result;
import dev.alize.trail.verify.ResultText;
import dev.alize.trail.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What verifying the exported trail gives; so it comes behind {@link ExportCollector}. */
public final class VerificationCollector implements Collector {
    private final Supplier<SealCheck> keys;
    private final Window window;
    private String sentence = "The chains were not verified for this report.";

    /** @param keys throws BadInputException where there is none */
    public VerificationCollector(Supplier<SealCheck> keys, Window window) {
        this.keys = keys;
        this.window = window;
    }

    @Override
    public String name() {
        return "verification";
    }

    @Override
    public String collect(Path directory) throws NotCollectedException, IOException, InterruptedException {
        try {
            SealCheck check = keys.get();
            Path file = directory.resolve(ExportCollector.FILE);
            if (!Files.exists(file)) {
                throw new NotCollectedException("there is no " + ExportCollector.FILE + " to verify");
            }
            try (Trail trail = FileTrail.open(file)) {
                Result result = Verification.of(trail, window, check, progress -> {});
                Files.writeString(directory.resolve("verification.txt"), ResultText.of(result) + "\n");
                sentence = ResultText.sentence(result);
            }
            return sentence;
        } catch (NotCollectedException | BadInputException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            sentence = "The chains were not verified for this report: " + reason + ".";
            throw new NotCollectedException(reason);
        }
    }

    /** What a report says of it, once it is collected or could not be. */
    public String sentence() {
        return sentence;
    }
}
