package dev.alize.connect.batch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.BatchEnd.Ending;
import dev.alize.connect.batch.source.InputFiles.Share;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
    @TempDir
    Path directory;

    private TestFiles files;

    @BeforeEach
    void start() {
        files = new TestFiles(directory);
    }

    @Test
    void readsALineOnceAndMovesTheFile() throws IOException {
        files.write("a.jsonl", "one\n\n  \ntwo\r\nthree");

        files.drain();

        assertThat(files.texts()).containsExactly("one", "two", "three");
        assertThat(files.topic.getLast()).matches("[0-9a-f]{32}-5 three");
        assertThat(files.ends).hasSize(1);
        assertThat(files.ends.getFirst().file()).isEqualTo("a.jsonl");
        assertThat(files.ends.getFirst().requests()).isEqualTo(3);
        assertThat(files.ends.getFirst().lastLine()).isEqualTo(5);
        assertThat(files.ends.getFirst().ending()).isEqualTo(Ending.COMPLETE);
        assertThat(files.names(directory)).isEmpty();
        assertThat(files.names(directory.resolve("finished"))).containsExactly("a.jsonl");
    }

    @Test
    void goesOnBehindTheLastCommittedLineWhateverIsKilled() throws IOException {
        Random random = new Random(7);
        int lines = 997;
        files.pollMaxLines = 13;
        files.write(
                "a.jsonl",
                IntStream.range(0, lines)
                        .mapToObj(i -> (i % 50 == 3 ? "bad " : "line ") + i)
                        .collect(Collectors.joining("\n")));
        files.start();

        for (int polls = 0; polls < 400; polls++) {
            List<Reading> readings = files.poll();
            if (random.nextInt(4) == 0) {
                files.start();
            } else {
                files.commit(readings);
            }
        }
        files.drain();

        assertThat(files.topic).hasSize(lines - 20).doesNotHaveDuplicates();
        assertThat(new HashSet<>(files.texts())).hasSize(lines - 20);
        assertThat(files.ends).hasSize(1);
        assertThat(files.ends.getFirst().requests()).isEqualTo(lines - 20);
        assertThat(files.ends.getFirst().badLines()).isEqualTo(20);
        assertThat(Files.readAllLines(directory.resolve("finished/a.jsonl.errors.jsonl")))
                .hasSize(20)
                .doesNotHaveDuplicates()
                .first()
                .asString()
                .contains("\"line\":4}");
    }

    @Test
    void sendsTheLinesOfAGrowingFileAsTheyComeAndEndsItWhenItIsQuiet() throws IOException {
        Path file = files.write("a.jsonl", "one\ntw");
        files.commit();
        assertThat(files.texts()).containsExactly("one");

        append(file, "o\nthree\n");
        files.commit();
        assertThat(files.texts()).containsExactly("one", "two", "three");
        assertThat(files.ends).isEmpty();

        files.drain();
        assertThat(files.ends).hasSize(1);
        assertThat(files.topic.stream().map(line -> line.substring(0, 32)).distinct())
                .hasSize(1);
    }

    @Test
    void readsBehindWhatItsLastLookAtTheDirectorySaw() throws IOException {
        files.scanMillis = 1_000_000;
        files.pollMaxLines = 2;
        files.start();
        Path file = files.write("a.jsonl", "1\n2\n");
        files.commit();

        append(file, "3\n4\n5\n6\n");
        files.commit();
        files.commit();

        assertThat(files.texts()).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(files.ends).isEmpty();
    }

    @Test
    void waitsForTheMarkerAndTakesARenamedFileAtOnce() throws IOException {
        files.completion = Completion.MARKER;
        files.start();
        files.write("a.jsonl", "one\n");
        files.drain();
        assertThat(files.texts()).containsExactly("one");
        assertThat(files.ends).isEmpty();

        files.write("a.jsonl.done", "");
        files.commit();
        assertThat(files.ends).hasSize(1);
        files.drain();
        assertThat(files.names(directory)).isEmpty();

        files.completion = Completion.RENAME;
        files.start();
        files.write("b.jsonl", "two");
        files.commit();
        assertThat(files.ends).hasSize(2);
    }

    @Test
    void goesOnWithARotatedFileUnderItsNewName() throws IOException {
        Path file = files.write("a.jsonl", "one\nbad\n");
        files.commit();

        Files.move(file, directory.resolve("a.jsonl.1"));
        append(directory.resolve("a.jsonl.1"), "two\nbad too\n");
        files.write("a.jsonl", "new\n");
        files.drain();

        assertThat(files.texts()).containsExactlyInAnyOrder("one", "two", "new");
        assertThat(files.ends).hasSize(2).allMatch(end -> end.file().equals("a.jsonl"));
        assertThat(Files.readAllLines(directory.resolve("finished/a.jsonl.1.errors.jsonl")))
                .hasSize(2);
    }

    @Test
    void hasErrorFilesFollowTheirFilesThroughARotation() throws IOException {
        rotatedTwice();

        files.drain();

        assertThat(errors("finished/a.jsonl.2.errors.jsonl")).containsExactly("bad oldest", "bad oldest too");
        assertThat(errors("finished/a.jsonl.1.errors.jsonl")).containsExactly("bad old", "bad old too");
        assertThat(errors("finished/a.jsonl.errors.jsonl")).containsExactly("bad new");
        assertThat(files.names(directory)).isEmpty();
    }

    @Test
    void hasErrorFilesFollowTheirFilesThatWereRenamedWhileItWasDown() throws IOException {
        rotatedTwice();
        files.start();

        files.drain();

        assertThat(errors("finished/a.jsonl.2.errors.jsonl")).containsExactly("bad oldest", "bad oldest too");
        assertThat(errors("finished/a.jsonl.1.errors.jsonl")).containsExactly("bad old", "bad old too");
        assertThat(errors("finished/a.jsonl.errors.jsonl")).containsExactly("bad new");
        assertThat(files.names(directory)).isEmpty();
    }

    private void rotatedTwice() throws IOException {
        Path first = directory.resolve("a.jsonl.1");
        Path second = directory.resolve("a.jsonl.2");
        files.write("a.jsonl.1", "bad oldest\n");
        Path file = files.write("a.jsonl", "bad old\n");
        files.commit();
        append(file, "one\n");
        append(first, "two\n");
        files.commit();
        assertThat(files.texts()).containsExactlyInAnyOrder("one", "two");

        Files.move(first, second);
        Files.move(file, first);
        append(second, "bad oldest too\n");
        append(first, "bad old too\n");
        files.write("a.jsonl", "bad new\n");
    }

    @Test
    void keepsTheErrorsOfAnEarlierFileOfTheName() throws IOException {
        Path file = files.write("a.jsonl", "bad one\n");
        files.commit();
        Files.delete(file);
        files.drain();

        files.write("a.jsonl", "good\nbad two\n");
        files.drain();
        files.write("a.jsonl.errors.jsonl", "of somebody\n");
        files.write("a.jsonl", "good\n");
        files.drain();

        assertThat(errors("a.jsonl.old.1.errors.jsonl")).containsExactly("bad one");
        assertThat(errors("finished/a.jsonl.errors.jsonl")).containsExactly("bad two");
        assertThat(files.names(directory)).containsExactly("a.jsonl.errors.jsonl", "a.jsonl.old.1.errors.jsonl");
        assertThat(files.names(directory.resolve("finished")))
                .containsExactly("a.jsonl", "a.jsonl.2", "a.jsonl.errors.jsonl");
    }

    @Test
    void keepsTheErrorsOfAFileThatIsReplacedInPlace() throws IOException {
        files.write("a.jsonl", "bad one\none\n");
        files.commit();

        files.write("a.jsonl", "bad\n");
        files.drain();

        assertThat(errors("a.jsonl.old.1.errors.jsonl")).containsExactly("bad one");
        assertThat(errors("finished/a.jsonl.errors.jsonl")).containsExactly("bad");
    }

    @Test
    void writesTheErrorsOnceThatWereNotCommittedBeforeAKill() throws IOException {
        files.write("a.jsonl", "bad one\nbad two\none\n");
        files.poll();
        files.pollMaxLines = 1;
        files.start();

        files.drain();

        assertThat(errors("finished/a.jsonl.errors.jsonl")).containsExactly("bad one", "bad two");
        assertThat(files.names(directory)).isEmpty();
    }

    @Test
    void takesANewFileOfTheSameNameForNoOtherBeforeItLooksAgain() throws IOException {
        files.scanMillis = 50;
        files.pollMaxLines = 2;
        files.start();
        Path file = files.write("a.jsonl", "1\n2\n");
        files.commit();
        append(file, "3\n");
        files.commit();
        Files.move(file, directory.resolve("a.jsonl.1"));
        files.write("a.jsonl", "other\nnew\n");
        files.commit();
        files.commit();
        files.drain();

        assertThat(files.texts()).containsExactlyInAnyOrder("1", "2", "3", "other", "new");
        assertThat(files.ends).hasSize(2).allMatch(end -> end.ending() == Ending.COMPLETE);
    }

    @Test
    void noticesATruncatedFileAndBeginsANewBatch() throws IOException {
        files.write("a.jsonl", "first\nsecond\n");
        files.commit();

        files.write("a.jsonl", "first\n");
        files.drain();

        assertThat(files.texts()).containsExactly("first", "second", "first");
        assertThat(files.topic).doesNotHaveDuplicates();
        assertThat(files.ends).hasSize(2);
        assertThat(files.ends.getFirst().ending()).isEqualTo(Ending.TRUNCATED);
        assertThat(files.ends.getFirst().requests()).isEqualTo(2);
        assertThat(files.ends.getLast().ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void noticesAFileThatWasReplacedInPlaceByALongerOne() throws IOException {
        files.write("a.jsonl", "first\nsecond\n");
        files.commit();
        files.start();

        files.write("a.jsonl", "first\nanother\nthird\n");
        files.drain();

        assertThat(files.texts()).containsExactly("first", "second", "first", "another", "third");
        assertThat(files.ends).hasSize(2);
    }

    @Test
    void endsAFileThatVanishes() throws IOException {
        Path file = files.write("a.jsonl", "one\n");
        files.write("b.jsonl", "two\n");
        files.commit();

        Files.delete(file);
        files.drain();

        assertThat(files.ends).hasSize(2);
        assertThat(files.ends)
                .filteredOn(end -> end.file().equals("a.jsonl"))
                .allMatch(end -> end.ending() == Ending.VANISHED && end.requests() == 1);
    }

    @Test
    void readsAFileThatIsDroppedAgainAsABatchOfItsOwn() throws IOException {
        for (int drop = 0; drop < 3; drop++) {
            files.write("a.jsonl", "one\n");
            files.drain();
        }

        assertThat(files.topic).hasSize(3).doesNotHaveDuplicates();
        assertThat(files.names(directory.resolve("finished"))).containsExactly("a.jsonl", "a.jsonl.2", "a.jsonl.3");
    }

    @Test
    void onlyMovesAFileWhoseEndIsCommitted() throws IOException {
        files.write("a.jsonl", "one\n");
        files.now += 2 * TestFiles.QUIET;
        List<Reading> readings = files.poll();
        assertThat(readings).hasSize(2);
        files.poll();
        assertThat(files.names(directory)).containsExactly("a.jsonl");

        files.start();
        files.drain();

        assertThat(files.topic).hasSize(1);
        assertThat(files.names(directory)).isEmpty();
    }

    @Test
    void movesAFileThatWasFinishedBeforeAKill() throws IOException {
        files.write("a.jsonl", "one\n");
        files.now += 2 * TestFiles.QUIET;
        files.commit(files.poll());
        files.start();

        files.drain();

        assertThat(files.topic).hasSize(1);
        assertThat(files.ends).hasSize(1);
        assertThat(files.names(directory)).isEmpty();
    }

    @Test
    void readsWhatIsAddedBehindTheEndAsABatchOfItsOwn() throws IOException {
        Path file = files.write("a.jsonl", "one\n");
        files.now += 2 * TestFiles.QUIET;
        files.commit(files.poll());
        files.start();
        append(file, "two\n");

        files.drain();

        assertThat(files.texts()).containsExactly("one", "two");
        assertThat(files.ends).hasSize(2).allMatch(end -> end.requests() == 1);
        assertThat(files.ends.getFirst().batchId())
                .isNotEqualTo(files.ends.getLast().batchId());
    }

    @Test
    void readsAFileThatIsOverwrittenBehindItsEnd() throws IOException {
        Path file = files.write("a.jsonl", "one\n");
        packed("b.jsonl.gz", 10);
        files.now += 2 * TestFiles.QUIET;
        files.commit(files.poll());
        assertThat(files.ends).hasSize(2);
        files.write("a.jsonl", "two\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(files.now));
        files.write("b.jsonl.gz", "no gzip at all, and longer than what was there before: " + "x".repeat(200));

        files.drain();

        assertThat(files.texts()).startsWith("one").endsWith("two").hasSize(12);
        assertThat(files.ends).hasSize(4);
        assertThat(files.ends.stream().map(BatchEnd::batchId)).doesNotHaveDuplicates();
        assertThat(files.names(directory)).isEmpty();
    }

    @Test
    void takesAFileForTheSameWhereOnlyItsTimeChangedBehindItsEnd() throws IOException {
        Path plain = files.write("a.jsonl", "one\n\n");
        packed("b.jsonl.gz", 10);
        files.now += 2 * TestFiles.QUIET;
        files.commit(files.poll());
        Files.setLastModifiedTime(plain, FileTime.fromMillis(files.now));
        Files.setLastModifiedTime(directory.resolve("b.jsonl.gz"), FileTime.fromMillis(files.now));
        files.start();
        files.drain();
        assertThat(files.texts()).hasSize(11);
        assertThat(files.ends).hasSize(2);
        assertThat(files.names(directory)).isEmpty();
    }

    @Test
    void readsAFileWhoseFirstLineIsOverwrittenBehindItsEnd() throws IOException {
        Path file = files.write("a.jsonl", "one\nlast\n");
        files.now += 2 * TestFiles.QUIET;
        files.commit(files.poll());
        files.write("a.jsonl", "two\nlast\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(files.now));
        files.drain();
        assertThat(files.texts()).containsExactly("one", "last", "two", "last");
        assertThat(files.names(directory)).isEmpty();
    }

    @Test
    void unpacksAndGoesOnWithinPackedFiles() throws IOException {
        files.pollMaxLines = 7;
        files.start();
        packed("a.jsonl.gz", 100);
        packed("b.jsonl.zst", 100);

        files.now += 2 * TestFiles.QUIET;
        for (int polls = 0; polls < 40; polls++) {
            files.commit();
            if (polls % 3 == 0) {
                files.start();
            }
        }
        files.drain();

        assertThat(files.topic).hasSize(200).doesNotHaveDuplicates();
        assertThat(files.ends).hasSize(2).allMatch(end -> end.requests() == 100);
    }

    @Test
    void endsADamagedFileBehindItsWholeLines() throws IOException {
        Path file = packed("a.jsonl.gz", 5_000);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        files.write("b.jsonl.gz", "");
        files.write("c.jsonl.zst", "no zstd");
        files.write("d.jsonl", "good\n");

        files.drain();

        assertThat(files.texts()).contains("good").anyMatch(text -> text.startsWith("line 0 "));
        assertThat(files.ends).hasSize(4);
        assertThat(files.ends)
                .filteredOn(end -> !end.file().equals("d.jsonl"))
                .allMatch(end -> end.ending() == Ending.DAMAGED && end.badLines() == 1);
        assertThat(directory.resolve("finished/a.jsonl.gz.errors.jsonl"))
                .content()
                .contains("\"code\":\"damaged_file\"");
    }

    @Test
    void keepsNoLineThatIsTooLong() throws IOException {
        files.write("a.jsonl", "x".repeat(300_000) + "\nshort\n" + "y".repeat(1_001));

        files.drain();

        assertThat(files.texts()).containsExactly("short");
        assertThat(Files.readAllLines(directory.resolve("finished/a.jsonl.errors.jsonl")))
                .hasSize(2)
                .first()
                .asString()
                .contains("\"code\":\"line_too_long\"", "got a line of 300000 bytes; expected at most 1000");
    }

    @Test
    void leavesAFileThatMakesTroubleAndGoesOnWithTheOthers() throws IOException {
        Path bad = files.write("a.jsonl", "bad\none\n");
        Path inTheWay = Files.createDirectory(ErrorFile.beside(bad));
        files.write("b.jsonl", "two\n");

        files.drain();
        assertThat(files.texts()).containsExactly("two");
        assertThat(files.names(directory)).containsExactly("a.jsonl");

        Files.delete(inTheWay);
        files.now += 1_000_000;
        files.drain();
        assertThat(files.texts()).containsExactly("two", "one");
    }

    @Test
    void leavesAFileThatMayNotBeReadUntilItMay() throws IOException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        Path closed = files.write("a.jsonl", "one\n");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        files.drain();
        assertThat(files.texts()).isEmpty();

        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
        files.now += 1_000_000;
        files.drain();
        assertThat(files.texts()).containsExactly("one");
    }

    @Test
    void saysThatTheDirectoryIsGone() throws IOException {
        TestFiles gone = new TestFiles(directory.resolve("none"));

        assertThatThrownBy(gone::poll).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void sharesTheFilesAmongTasks() throws IOException {
        for (int i = 0; i < 40; i++) {
            files.write(i + ".jsonl", "line " + i + "\n");
        }
        for (int task = 0; task < 3; task++) {
            files.start(new Share(task, 3));
            int before = files.topic.size();
            files.drain();
            assertThat(files.topic.size() - before).isBetween(1, 39);
        }

        assertThat(files.topic).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void passesOverOtherFiles() throws IOException {
        files.write(".hidden.jsonl", "one\n");
        files.write("a.jsonl.errors.jsonl", "two\n");
        files.write("a.txt", "three\n");
        Files.createDirectory(directory.resolve("b.jsonl"));
        Files.createSymbolicLink(directory.resolve("c.jsonl"), directory.resolve("a.txt"));

        files.drain();

        assertThat(files.topic).isEmpty();
    }

    @Test
    void passesOverNamesThatTheSinkCannotUseAndGoesOnWithTheOthers() throws Exception {
        String tooLong = "x".repeat(225) + ".jsonl";
        files.write("dir\\a.jsonl", "one\n");
        files.write(tooLong, "two\n");
        files.write(tooLong.substring(1), "three\n");
        Process shell = new ProcessBuilder("sh", "-c", "printf 'four\\n' > \"$(printf 'b\\377.jsonl')\"")
                .directory(directory.toFile())
                .start();
        assertThat(shell.waitFor()).isZero();

        files.drain();

        assertThat(files.texts()).containsExactly("three");
        try (var left = Files.list(directory)) {
            assertThat(left.filter(Files::isRegularFile)).hasSize(3);
        }
    }

    @Test
    void leavesAFileThatFailsInAnUnforeseenWayAndGoesOnWithTheOthers() throws IOException {
        files.write("a.jsonl", "broken\n");
        files.write("b.jsonl", "two\n");

        files.drain();

        assertThat(files.texts()).containsExactly("two");
        assertThat(files.names(directory)).containsExactly("a.jsonl");
    }

    @Test
    void endsAnEmptyFile() throws IOException {
        files.write("a.jsonl", "");

        files.drain();

        assertThat(files.ends).hasSize(1);
        assertThat(files.ends.getFirst().requests()).isZero();
    }

    /** Custom ids of the entries of an error file: the test's lines. */
    private List<String> errors(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name)).stream()
                .map(line -> line.replaceFirst(".*\"custom_id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private Path packed(String name, int lines) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : new ZstdOutputStream(plain)) {
            Random random = new Random(1);
            for (int i = 0; i < lines; i++) {
                String noise = lines > 1_000 ? " " + random.nextLong() : "";
                out.write(("line " + i + noise + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
