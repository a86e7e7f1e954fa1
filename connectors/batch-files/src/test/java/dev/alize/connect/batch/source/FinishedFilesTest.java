package dev.alize.connect.batch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedFilesTest {
    @TempDir
    Path directory;

    private Path file;
    private Path finished;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("a.jsonl"), "one\n");
        finished = Files.createDirectory(directory.resolve("finished"));
    }

    private Path move() throws IOException {
        return new FinishedFiles(finished).move(file, true);
    }

    @Test
    void goesOnWithAMoveThatWasCutOffBehindTheErrorFile() throws IOException {
        Files.createFile(finished.resolve("a.jsonl"));
        Files.writeString(finished.resolve("a.jsonl.errors.jsonl"), "bad\n");

        assertThat(move()).isEqualTo(finished.resolve("a.jsonl")).hasContent("one\n");
        assertThat(finished.resolve("a.jsonl.errors.jsonl")).hasContent("bad\n");
        assertThat(file).doesNotExist();
    }

    @Test
    void replacesNeitherAFileNorAnErrorFile() throws IOException {
        Files.createFile(finished.resolve("a.jsonl"));
        Files.writeString(finished.resolve("a.jsonl.2.errors.jsonl"), "of another\n");
        Files.writeString(ErrorFile.beside(file), "bad\n");

        assertThat(move()).isEqualTo(finished.resolve("a.jsonl.3"));
        assertThat(finished.resolve("a.jsonl.3.errors.jsonl")).hasContent("bad\n");
        assertThat(finished.resolve("a.jsonl.2.errors.jsonl")).hasContent("of another\n");
        assertThat(finished.resolve("a.jsonl")).isEmptyFile();
        assertThat(finished.resolve("a.jsonl.2")).doesNotExist();
    }

    @Test
    void keepsThePlaceWhereOnlyTheErrorFileCouldBeMoved() throws IOException {
        Files.writeString(ErrorFile.beside(file), "bad\n");
        Files.delete(file);

        assertThatThrownBy(this::move).isInstanceOf(IOException.class);

        write(file);
        assertThat(move()).isEqualTo(finished.resolve("a.jsonl"));
        assertThat(finished.resolve("a.jsonl.errors.jsonl")).hasContent("bad\n");
    }

    private static void write(Path file) throws IOException {
        Files.writeString(file, "one\n");
    }
}
