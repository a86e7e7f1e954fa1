package dev.alize.cli;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.postmortem.HtmlReport;
import dev.alize.postmortem.MarkdownReport;
import dev.alize.postmortem.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a postmortem goes. A file is complete or is not there: it is written beside its place and moved there at the end.
 *
 * @param markdown null where it is not wanted
 * @param html null where it is not wanted
 */
record ReportFiles(@Nullable Path markdown, @Nullable Path html) {
    private static final String MARKDOWN = ".md";
    private static final String HTML = ".html";

    /** What is wanted. */
    enum Format {
        MD,
        HTML,
        BOTH
    }

    /**
     * @param file its ending chooses, unless there is a format; other endings and none give both
     * @param format null to go by the ending
     */
    static ReportFiles of(Path file, @Nullable Format format) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isMarkdown = lower.endsWith(MARKDOWN);
        boolean isHtml = lower.endsWith(HTML);
        String bare = isMarkdown
                ? name.substring(0, name.length() - MARKDOWN.length())
                : isHtml ? name.substring(0, name.length() - HTML.length()) : name;
        Format wanted = format != null ? format : isMarkdown ? Format.MD : isHtml ? Format.HTML : Format.BOTH;
        return new ReportFiles(
                wanted == Format.HTML ? null : isMarkdown ? file : file.resolveSibling(bare + MARKDOWN),
                wanted == Format.MD ? null : isHtml ? file : file.resolveSibling(bare + HTML));
    }

    /** Before anything is read: a mistake is better found early. */
    void check() {
        for (Path file : paths()) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
                throw bad(file, "no directory to write to", "one that exists and may be written to");
            }
            if (Files.isDirectory(file)) {
                throw bad(file, "a directory", "the name of a file");
            }
        }
    }

    /** @return what was written */
    List<Path> write(Report report) {
        Map<Path, Path> drafts = new LinkedHashMap<>();
        try {
            draft(drafts, markdown, () -> MarkdownReport.of(report));
            draft(drafts, html, () -> HtmlReport.of(report));
            for (Map.Entry<Path, Path> draft : drafts.entrySet()) {
                Files.move(draft.getValue(), draft.getKey(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            drafts.values().forEach(ReportFiles::remove);
            String why = e instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : String.valueOf(e.getMessage());
            throw bad(paths().getFirst(), "'" + why + "' while writing", "room on the disk; no file was left there");
        }
        return paths();
    }

    private interface Text {
        String render();
    }

    private static void draft(Map<Path, Path> drafts, @Nullable Path file, Text text) throws IOException {
        if (file == null) {
            return;
        }
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        drafts.put(file, draft);
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.render().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void remove(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // It stays, with an ending that says what it is.
        }
    }

    private List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        if (markdown != null) {
            paths.add(markdown);
        }
        if (html != null) {
            paths.add(html);
        }
        return paths;
    }

    private static BadInputException bad(Path file, String got, String expected) {
        return new BadInputException("Output", new Problem(file.toString(), got, expected));
    }
}
