package dev.alize.cli;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.trial.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Texts for the prompts of a bench. */
final class PromptFile {
    private PromptFile() {}

    /** The texts of lines of JSON. */
    static List<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<String> texts = Texts.of(in);
            if (!texts.isEmpty()) {
                return texts;
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "Prompts", new Problem(file.toString(), "a file that cannot be read", expected()));
        }
        throw new BadInputException("Prompts", new Problem(file.toString(), "no text", expected()));
    }

    private static String expected() {
        return "lines of JSON with a text each";
    }
}
