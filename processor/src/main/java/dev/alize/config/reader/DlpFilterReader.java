package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.dlp.DlpFilterSettings;
import dev.alize.policies.dlp.PatternRule;
import dev.alize.policies.dlp.WordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Block {@code policy.dlp-filter}. */
final class DlpFilterReader {
    private static final Format<String> NAME =
            Formats.text("a name of letters, digits, _ and - that begins with a letter", PatternRule::isName);
    private static final Format<String> REPLACEMENT =
            Formats.text("at most 200 characters, none of which JSON escapes", PatternRule::isReplacement);
    private static final Format<String> WORD =
            Formats.text("a word of 1 to " + WordList.LONGEST + " characters", WordList::isWord);

    private final WordFile files;

    private DlpFilterReader(Paths paths) {
        this.files = new WordFile(paths);
    }

    static Supplier<DlpFilterSettings> read(YamlMap block, Paths paths) {
        return new DlpFilterReader(paths).read(block);
    }

    private Supplier<DlpFilterSettings> read(YamlMap block) {
        Conduct conduct = ConductReader.read(
                block, DlpFilterSettings.CONDUCT, Action.BLOCK, Action.REDACT, Action.FLAG, Action.SHADOW);
        int maxMatch =
                block.get("max_match", Values.whole(DlpFilterSettings.MAX_MATCH), DlpFilterSettings.DEFAULT_MAX_MATCH);
        List<Supplier<PatternRule>> patterns = new ArrayList<>();
        block.list("patterns").forEach(entry -> patterns.add(pattern(entry.map())));
        List<Supplier<WordList>> words = new ArrayList<>();
        block.list("words").forEach(entry -> words.add(words(entry.map())));
        return () -> new DlpFilterSettings(
                conduct,
                patterns.stream().map(Supplier::get).toList(),
                words.stream().map(Supplier::get).toList(),
                maxMatch);
    }

    private static Supplier<PatternRule> pattern(YamlMap entry) {
        Optional<String> name = entry.require("name", NAME);
        Optional<String> regex = entry.require("regex", Formats.text());
        regex.flatMap(PatternRule::reasonAgainst).ifPresent(reason -> entry.problem("regex", reason));
        Optional<String> replacement = entry.find("replacement", REPLACEMENT);
        return () -> new PatternRule(name.orElseThrow(), regex.orElseThrow(), replacement.orElse(null));
    }

    private Supplier<WordList> words(YamlMap entry) {
        Optional<String> name = entry.require("name", NAME);
        List<String> words = new ArrayList<>(entry.list("words").stream()
                .flatMap(value -> value.as(WORD).stream())
                .toList());
        Optional<YamlValue> file = entry.value("file");
        file.ifPresent(value -> words.addAll(files.read(value)));
        if (file.isPresent() == entry.has("words")) {
            entry.problem("expected either 'words' or 'file'");
        } else if (file.isEmpty() && entry.list("words").isEmpty()) {
            entry.problem("words", "has no word");
        }
        boolean ignoreCase = entry.get("ignore_case", Formats.flag(), true);
        boolean wholeWords = entry.get("whole_words", Formats.flag(), true);
        return () -> new WordList(name.orElseThrow(), words, ignoreCase, wholeWords);
    }
}
