package dev.alize.cli;

import dev.alize.client.WholeFile;
import dev.alize.postmortem.HtmlReport;
import dev.alize.postmortem.MarkdownReport;
import dev.alize.postmortem.Report;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a postmortem goes. Both files are complete, or neither is there.
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
        paths().forEach(path -> WholeFile.at(path).close());
    }

    /** @return what was written */
    List<Path> write(Report report) {
        List<WholeFile> files = new ArrayList<>();
        try {
            draft(files, markdown, () -> MarkdownReport.of(report));
            draft(files, html, () -> HtmlReport.of(report));
            WholeFile.finish(files);
        } finally {
            files.forEach(WholeFile::close);
        }
        return paths();
    }

    private static void draft(List<WholeFile> files, @Nullable Path path, Supplier<String> text) {
        if (path != null) {
            WholeFile file = WholeFile.at(path);
            files.add(file);
            file.write(out -> out.write(text.get().getBytes(StandardCharsets.UTF_8)));
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
}
