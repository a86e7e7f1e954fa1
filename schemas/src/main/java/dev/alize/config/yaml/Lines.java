package dev.alize.config.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Line numbers as editors count them. */
final class Lines {
    private Lines() {}

    /** 1 for the first line. */
    static int of(Node node) {
        return node.getStartMark().map(Lines::of).orElse(1);
    }

    /** 1 for the first line. */
    static int of(Mark mark) {
        return mark.getLine() + 1;
    }
}
