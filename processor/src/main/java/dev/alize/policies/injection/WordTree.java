package dev.alize.policies.injection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words by their letters: each node is what words begin with. Not changed once it is built. */
final class WordTree {
    static final int ROOT = 0;

    /** By node: the letters that follow, and where they lead. */
    private final List<char[]> letters = new ArrayList<>(List.of(new char[0]));

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[0]));

    /** Adds a word; returns its node. */
    int add(String word) {
        int node = ROOT;
        for (int i = 0; i < word.length(); i++) {
            int next = next(node, word.charAt(i));
            if (next < 0) {
                next = nodes.size();
                letters.set(node, (new String(letters.get(node)) + word.charAt(i)).toCharArray());
                int[] more = Arrays.copyOf(nodes.get(node), nodes.get(node).length + 1);
                more[more.length - 1] = next;
                nodes.set(node, more);
                letters.add(new char[0]);
                nodes.add(new int[0]);
            }
            node = next;
        }
        return node;
    }

    /** Where a letter leads; -1 for nowhere. */
    int next(int node, char letter) {
        char[] known = letters.get(node);
        for (int i = 0; i < known.length; i++) {
            if (known[i] == letter) {
                return nodes.get(node)[i];
            }
        }
        return -1;
    }
}
