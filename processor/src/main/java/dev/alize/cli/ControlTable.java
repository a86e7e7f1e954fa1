package dev.alize.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.Mitigation;
import java.util.stream.Collectors;

/** The commands in force, for people and for programs. */
final class ControlTable {
    private static final String ROW = "%-16s %-24s %-10s %-26s %-12s %s";

    private ControlTable() {}

    static String text(ActiveCommands active) {
        if (active.all().isEmpty()) {
            return "no command is in force";
        }
        return ROW.formatted("COMMAND", "TARGET", "VALUE", "UNTIL", "BY", "REASON")
                + active.all().stream().map(ControlTable::row).collect(Collectors.joining());
    }

    private static String row(Mitigation mitigation) {
        String target = mitigation.scope().target();
        String row = ROW.formatted(
                mitigation.scope().command().code().replace('_', '-'),
                target == null ? "(all)" : target,
                value(mitigation),
                mitigation.expiresAt() == null ? "lifted" : mitigation.expiresAt(),
                mitigation.issuedBy(),
                mitigation.reason() == null ? "" : mitigation.reason());
        return "\n" + row.stripTrailing();
    }

    private static String value(Mitigation mitigation) {
        if (!mitigation.scope().command().hasValue()) {
            return "";
        }
        return mitigation.value() + (mitigation.scope().command() == Command.TIMEOUT ? "ms" : "");
    }

    static String json(ActiveCommands active) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        active.all().forEach(mitigation -> array.add(of(mitigation)));
        return array.toString();
    }

    private static ObjectNode of(Mitigation mitigation) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("command", mitigation.scope().command().code());
        node.put("target", mitigation.scope().target());
        if (mitigation.scope().command().hasValue()) {
            node.put("value", mitigation.value());
        } else {
            node.putNull("value");
        }
        node.put(
                "expires_at",
                mitigation.expiresAt() == null ? null : mitigation.expiresAt().toString());
        node.put("issued_by", mitigation.issuedBy());
        node.put("at", mitigation.at().toString());
        node.put("reason", mitigation.reason());
        return node;
    }
}
