package dev.alize.config.reader;

import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlValue;
import dev.alize.policies.dlp.WordList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file of words in UTF-8, one a line; empty lines and those that begin with {@code #} do not count. */
final class WordFile {
    private static final long LARGEST = 16L << 20;

    private final Paths paths;

    WordFile(Paths paths) {
        this.paths = paths;
    }

    /** The words; none, and a reported problem, where the file cannot be used. */
    List<String> read(YamlValue value) {
        return value.as(Formats.text()).map(path -> read(value, path)).orElse(List.of());
    }

    private List<String> read(YamlValue value, String path) {
        try {
            Path file = paths.ofFile(path);
            if (Files.size(file) > LARGEST) {
                value.problem("'" + path + "' is larger than " + (LARGEST >> 20) + "MiB");
                return List.of();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return words(value, path, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException e) {
            value.problem("'" + path + "' does not exist; expected a file of words, one a line");
        } catch (CharacterCodingException e) {
            value.problem("'" + path + "' is not text in UTF-8");
        } catch (IOException | InvalidPathException e) {
            value.problem("'" + path + "' cannot be read");
        }
        return List.of();
    }

    private static List<String> words(YamlValue value, String path, String text) {
        List<String> words = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .distinct()
                .toList();
        if (words.isEmpty() || words.size() > WordList.MOST || !words.stream().allMatch(WordList::isWord)) {
            value.problem("'" + path + "' has " + words.size() + " words, expected 1 to " + WordList.MOST
                    + ", each of at most " + WordList.LONGEST + " characters");
            return List.of();
        }
        return words;
    }
}
