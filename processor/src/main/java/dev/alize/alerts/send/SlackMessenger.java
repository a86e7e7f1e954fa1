package dev.alize.alerts.send;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.alerts.AlertEvent;
import dev.alize.alerts.Delivery;
import dev.alize.alerts.Letter;
import dev.alize.alerts.Notice;
import dev.alize.alerts.Notice.Commands;
import dev.alize.alerts.Notice.Field;
import dev.alize.alerts.Notice.Paragraph;
import dev.alize.alerts.Texts;
import dev.alize.config.ReceiverSettings.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Slack's format for incoming webhooks: blocks, and a text where blocks are not shown. */
final class SlackMessenger implements Messenger {
    /** Slack takes 3,000 characters in a section, 150 in a header and 50 blocks. */
    private static final int LONGEST_SECTION = 2_900;

    private static final int LONGEST_HEADER = 150;
    private static final int MOST_SECTIONS = 45;

    private final Posts posts;
    private final Address address;
    private final Texts texts;

    SlackMessenger(Posts posts, Address address, Texts texts) {
        this.posts = posts;
        this.address = address;
        this.texts = texts;
    }

    @Override
    public Delivery bring(Letter letter) throws InterruptedException {
        return posts.post(address, Map.of("Alize-Event-Id", letter.id()), Json.bytes(message(letter)));
    }

    ObjectNode message(Letter letter) {
        Notice notice = texts.of(letter);
        ObjectNode message = Json.object();
        message.put("text", escaped(sign(letter) + notice.headline()));
        ArrayNode blocks = message.putArray("blocks");
        blocks.addObject()
                .put("type", "header")
                .putObject("text")
                .put("type", "plain_text")
                .put("emoji", true)
                .put("text", cut(sign(letter) + notice.headline(), LONGEST_HEADER));
        for (String section : sections(notice)) {
            blocks.addObject()
                    .put("type", "section")
                    .putObject("text")
                    .put("type", "mrkdwn")
                    .put("text", section);
        }
        return message;
    }

    private static String sign(Letter letter) {
        if (letter.isTest() || letter.audience() == Audience.EXTERNAL) {
            return "";
        }
        boolean isOver = letter.events().stream()
                .map(AlertEvent::incident)
                .allMatch(incident -> incident.getResolvedAt() != null);
        return isOver ? ":large_green_circle: " : ":red_circle: ";
    }

    private static List<String> sections(Notice notice) {
        List<String> lines = new ArrayList<>();
        for (Notice.Part part : notice.parts()) {
            switch (part) {
                case Paragraph paragraph -> lines.add(escaped(paragraph.text()));
                case Field field -> lines.add("*" + escaped(field.label()) + "*: " + escaped(field.text()));
                case Commands commands ->
                    lines.add("*" + escaped(commands.label()) + "*:\n```" + escaped(String.join("\n", commands.lines()))
                            + "```");
            }
        }
        List<String> sections = new ArrayList<>();
        StringBuilder section = new StringBuilder();
        for (String line : lines) {
            String fitting = cut(line, LONGEST_SECTION);
            if (section.length() + fitting.length() + 1 > LONGEST_SECTION) {
                sections.add(section.toString());
                section.setLength(0);
            }
            section.append(section.isEmpty() ? "" : "\n").append(fitting);
        }
        sections.add(section.toString());
        return sections.stream().limit(MOST_SECTIONS).toList();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    /** So that nothing in a text is a link or calls somebody. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
