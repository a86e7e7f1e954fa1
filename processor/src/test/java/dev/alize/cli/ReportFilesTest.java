package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.BadInputException;
import dev.alize.postmortem.Aggregator;
import dev.alize.postmortem.Notes;
import dev.alize.postmortem.Report;
import dev.alize.postmortem.Slices;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportFilesTest {
    @TempDir
    private Path directory;

    @Test
    void theEndingChoosesUnlessThereIsAFormat() {
        assertThat(ReportFiles.of(Path.of("a/incident"), null))
                .isEqualTo(new ReportFiles(Path.of("a/incident.md"), Path.of("a/incident.html")));
        assertThat(ReportFiles.of(Path.of("incident.md"), null))
                .isEqualTo(new ReportFiles(Path.of("incident.md"), null));
        assertThat(ReportFiles.of(Path.of("incident.html"), ReportFiles.Format.BOTH))
                .isEqualTo(new ReportFiles(Path.of("incident.md"), Path.of("incident.html")));
    }

    @Test
    void aMissingDirectoryIsNamedBeforeAnythingIsRead() {
        ReportFiles files = ReportFiles.of(directory.resolve("no/where"), null);

        assertThatThrownBy(files::check)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no such directory");
    }

    @Test
    void neitherFileIsThereWhereOneCannotBeWritten() throws IOException {
        Files.createDirectories(directory.resolve("incident.html"));
        Window window = new Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
        Report report = new Aggregator(Slices.of(window), 1).report(Notes.NONE);

        assertThatThrownBy(() ->
                        ReportFiles.of(directory.resolve("incident"), null).write(report))
                .hasMessageContaining("incident.html: got a directory");
        assertThat(directory.toFile().list()).containsExactly("incident.html");
    }

    @Test
    void aWindowThatEndsBeforeItStartsIsAMistakeOfTheUser() {
        StringWriter err = new StringWriter();
        CommandLine line = Alize.commandLine().setErr(new PrintWriter(err));

        int code = line.execute("postmortem", "--from", "2026-11-20", "--to", "2026-11-19");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--from, --to: got 2026-11-20T00:00:00Z to 2026-11-19T00:00:00Z");
    }

    @Test
    void theProgressIsALine() {
        assertThat(ReadingView.line(new Trail.Progress(500_000, 1_000_000), Duration.ofSeconds(10)))
                .isEqualTo("[############------------]  50 %  500,000/1,000,000 records, 50,000/s");
        assertThat(ReadingView.line(new Trail.Progress(0, 0), Duration.ZERO)).contains("  0 %  0/1 records");
    }
}
