package dev.alize.postmortem;

import java.util.List;

/** Writes HTML; every text is escaped, except what is given as raw. */
final class HtmlWriter {
    private final StringBuilder out = new StringBuilder();

    void raw(String html) {
        out.append(html);
    }

    void section(String title) {
        out.append("<h2>").append(Escape.html(title)).append("</h2>\n");
    }

    void paragraph(String text) {
        out.append("<p>").append(Escape.html(text)).append("</p>\n");
    }

    void list(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        out.append("<ul>\n");
        lines.forEach(line -> out.append("<li>").append(Escape.html(line)).append("</li>\n"));
        out.append("</ul>\n");
    }

    /** @param style class of the table; the first column is the heading of its row */
    void table(String caption, String style, List<String> head, List<List<String>> rows) {
        out.append("<div class=\"scroll\"><table class=\"").append(style).append("\">\n<caption>");
        out.append(Escape.html(caption)).append("</caption>\n<thead><tr>");
        head.forEach(cell ->
                out.append("<th scope=\"col\">").append(Escape.html(cell)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr><th scope=\"row\">")
                    .append(Escape.html(row.getFirst()))
                    .append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(
                            cell -> out.append("<td>").append(Escape.html(cell)).append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table></div>\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
