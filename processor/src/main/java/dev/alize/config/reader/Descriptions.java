package dev.alize.config.reader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/configuration.md says of each key, by its path; the build puts that file beside this class. */
final class Descriptions {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)`[^|]*\\|[^|]*\\|([^|]*)\\|([^|]*)\\|\\s*$");

    private Descriptions() {}

    static Map<String, String> read() {
        try (InputStream file = Descriptions.class.getResourceAsStream("configuration.md")) {
            return file == null ? Map.of() : of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> of(String document) {
        Map<String, String> descriptions = new HashMap<>();
        Matcher rows = ROW.matcher(document);
        while (rows.find()) {
            String usual = plain(rows.group(2));
            String meaning = plain(rows.group(3));
            String suffix = usual.isEmpty() || usual.startsWith("required") ? "" : "Default: " + usual + ".";
            String text = meaning.isEmpty() || suffix.isEmpty() ? meaning + suffix : meaning + ". " + suffix;
            if (!text.isEmpty()) {
                descriptions.put(rows.group(1), text);
            }
        }
        return descriptions;
    }

    private static String plain(String cell) {
        return cell.strip().replace("`", "").replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1");
    }
}
