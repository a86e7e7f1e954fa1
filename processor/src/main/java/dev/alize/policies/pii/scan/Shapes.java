package dev.alize.policies.pii.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The written forms of identifiers as a tree: from token to token by what a token is made of and what stands before it.
 * A form is written with 9 for a digit, A for a letter, and its separators: {@code AA 99 99 99 A}.
 */
final class Shapes {
    /** Longer tokens are no part of any form. */
    static final int LONGEST_TOKEN = 40;

    /** One place in the tree. */
    static final class Node {
        private final Map<Long, Node> next = new HashMap<>();
        private final List<Rule> rules = new ArrayList<>();

        List<Rule> rules() {
            return rules;
        }

        boolean leaf() {
            return next.isEmpty();
        }
    }

    private final Node root = new Node();

    Shapes(List<Rule> rules) {
        rules.forEach(rule -> rule.forms().forEach(form -> add(rule, form)));
    }

    private void add(Rule rule, String form) {
        char[] chars = form.toCharArray();
        Node node = root;
        int i = 0;
        while (i < chars.length) {
            char separator = i == 0 ? 0 : chars[i++];
            int start = i;
            while (i < chars.length && Chars.token(chars[i])) {
                i++;
            }
            node = node.next.computeIfAbsent(key(separator, signature(chars, start, i)), any -> new Node());
        }
        node.rules.add(rule);
    }

    /** The node of a form's first token, or null. */
    @Nullable
    Node first(char[] chars, int start, int end) {
        return root.next.get(key((char) 0, signature(chars, start, end)));
    }

    /** The node one token further, or null. */
    static @Nullable Node next(Node node, char separator, char[] chars, int start, int end) {
        return node.leaf() ? null : node.next.get(key(separator, signature(chars, start, end)));
    }

    private static long key(char separator, long signature) {
        return signature * 131 + separator;
    }

    /** Runs of letters and digits with their lengths, as a number; 0 for tokens that are too long. */
    static long signature(char[] chars, int start, int end) {
        if (end - start > LONGEST_TOKEN) {
            return 0;
        }
        long signature = 1;
        int i = start;
        while (i < end) {
            boolean digit = Chars.digit(chars[i]);
            int from = i;
            while (i < end && Chars.digit(chars[i]) == digit) {
                i++;
            }
            signature = signature * 1_000_003 + (i - from) * 2L + (digit ? 1 : 0);
        }
        return signature;
    }
}
