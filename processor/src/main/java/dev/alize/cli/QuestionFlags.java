package dev.alize.cli;

import dev.alize.client.Prompt.Chat;
import dev.alize.client.Prompt.Gap;
import dev.alize.client.Prompt.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The options that say what is asked: a conversation, or with {@code --fim} a gap in code. */
final class QuestionFlags {
    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..1",
            description = "What to ask; - reads the standard input. With --fim: the code before the gap.")
    private String argument = "";

    @Option(names = "--prompt", paramLabel = "TEXT", description = "The same as an option.")
    private @Nullable String option;

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told before.")
    private @Nullable String system;

    @Option(names = "--fim", description = "Complete code: fill the gap between prompt and suffix (Codestral).")
    private boolean fim;

    @Option(names = "--suffix", paramLabel = "TEXT", description = "With --fim: the code after the gap.")
    private @Nullable String suffix;

    /** @throws ParameterException where options do not go together, or the prompt is blank */
    Question question(CommandLine commandLine) {
        if (fim && system != null) {
            throw new ParameterException(commandLine, "--system: got it with --fim, expected it without");
        }
        if (!fim && suffix != null) {
            throw new ParameterException(commandLine, "--suffix: got it without --fim, expected it with --fim");
        }
        if (option != null && !argument.isEmpty()) {
            throw new ParameterException(commandLine, "--prompt: got PROMPT as well, expected one of them");
        }
        String text = read(option == null ? argument : option);
        if (text.isBlank()) {
            throw new ParameterException(commandLine, "PROMPT: got an empty text, expected a question");
        }
        return fim ? new Gap(text, Optional.ofNullable(suffix)) : new Chat(text, Optional.ofNullable(system));
    }

    private static String read(String text) {
        try {
            return text.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
