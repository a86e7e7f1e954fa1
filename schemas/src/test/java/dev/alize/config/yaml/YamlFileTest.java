package dev.alize.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
    private final YamlReading reading = new YamlReading("f.yaml");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void givesLineAndColumnOfASyntaxError() {
        YamlFile.parse("a: 1\nb: [1, 2\nc: 3\n", reading);

        assertThat(problems()).singleElement().asString().startsWith("f.yaml:3: column 2: not YAML: ");
    }

    @Test
    void doesNotShowTheTextAroundASyntaxError() {
        YamlFile.parse("password: hunter2: x\n", reading);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("f.yaml:1: column 18: ")
                .doesNotContain("hunter2");
    }

    @Test
    void reportsAKeyThatIsGivenTwice() {
        parse("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n").block("b").rest();

        assertThat(problems()).contains("f.yaml:5 b.c: given twice; first on line 3.");
    }

    @Test
    void readsAnAliasLikeItsAnchor() {
        YamlMap root = parse("a: &a {x: 1}\nb: *a\n");

        assertThat(root.block("a").get("x", Formats.whole(0, 9), 0)).isEqualTo(1);
        assertThat(root.block("b").get("x", Formats.whole(0, 9), 0)).isEqualTo(1);
        assertThat(problems()).isEmpty();
    }

    @Test
    void takesOverFromMergedMapsWhatIsNotGiven() {
        YamlMap map = parse("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\n")
                .block("c");

        assertThat(map.get("x", Formats.whole(0, 9), 0)).isEqualTo(3);
        assertThat(map.get("y", Formats.whole(0, 9), 0)).isEqualTo(1);
        assertThat(map.get("z", Formats.whole(0, 9), 0)).isEqualTo(2);
    }

    @Test
    void refusesToMergeWhatIsNoMap() {
        parse("a: {<<: 5}\n").block("a");

        assertThat(reading.finish())
                .anyMatch(problem -> problem.message().equals("'<<' takes a map or a list of maps"));
    }

    @Test
    void readsAMapThatMergesItself() {
        YamlMap map = parse("a: &a\n  <<: *a\n  x: 1\n").block("a");

        assertThat(map.rest()).containsOnlyKeys("x");
    }

    @Test
    void refusesSeveralDocuments() {
        YamlFile.parse("a: 1\n---\nb: 2\n", reading);

        assertThat(problems()).singleElement().asString().startsWith("f.yaml:2: column 1: not YAML: ");
    }

    @Test
    void refusesAnOutermostList() {
        YamlFile.parse("- 1\n", reading);

        assertThat(problems()).containsExactly("f.yaml:1: got a list, expected a map.");
    }

    @Test
    void refusesAKeyThatIsNoText() {
        YamlFile.parse("a: 1\n[b]: 2\n", reading).orElseThrow().rest();

        assertThat(problems()).containsExactly("f.yaml:2: a key must be text.");
    }

    @Test
    void readsNothingButCommentsAsAnEmptyMap() {
        assertThat(parse("# nothing\n").rest()).isEmpty();
        assertThat(parse("").rest()).isEmpty();
    }

    @Test
    void reportsAMissingFile() {
        assertThat(YamlFile.read(directory.resolve("none.yaml"), reading)).isEmpty();

        assertThat(problems()).containsExactly("f.yaml: no such file; expected a YAML file.");
    }

    @Test
    void reportsADirectory() {
        YamlFile.read(directory, reading);

        assertThat(problems()).containsExactly("f.yaml: is a directory; expected a YAML file.");
    }

    @Test
    void reportsTextThatIsNotUtf8() throws IOException {
        YamlFile.read(write("a: \u00e9".getBytes(StandardCharsets.ISO_8859_1)), reading);

        assertThat(problems()).containsExactly("f.yaml: is not text in UTF-8.");
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        YamlMap map = YamlFile.read(write("\uFEFFa: é".getBytes(StandardCharsets.UTF_8)), reading)
                .orElseThrow();

        assertThat(map.get("a", Formats.text(), "")).isEqualTo("é");
    }

    @Test
    void namesKnownKeysWhereNoneIsNear() {
        YamlMap map = parse("colour: red\n");
        map.get("size", Formats.text(), "");

        assertThat(problems()).containsExactly("f.yaml:1 colour: unknown key; known keys: size.");
    }

    @Test
    void doesNotReportAKeyAsMissingThatWasMistyped() {
        YamlMap map = parse("sise: 1\n");
        map.require("size", Formats.text());
        map.require("shape", Formats.text());

        assertThat(problems())
                .containsExactly(
                        "f.yaml:1 sise: unknown key; did you mean 'size'?", "f.yaml:1 shape: missing; expected text.");
    }

    @Test
    void remembersWhichKeysWereAskedForAndGiven() {
        YamlMap list = parse("l: [{a: 1}, {b: 2}]\n");
        Map<String, YamlValue> ignored = list.list("l").get(1).map().rest();
        list.list("l").get(0).map().get("c", Formats.text(), "");

        assertThat(ignored).containsOnlyKeys("b");
        assertThat(reading.given()).containsExactlyInAnyOrder("l", "l[].a", "l[].b");
        assertThat(reading.asked()).containsExactlyInAnyOrder("l", "l[].c");
    }

    private YamlMap parse(String text) {
        return YamlFile.parse(text, reading).orElseThrow();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("f.yaml"), bytes);
    }

    private List<String> problems() {
        return reading.finish().stream().map(Problem::toString).toList();
    }
}
