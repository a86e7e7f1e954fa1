package dev.alize.policies.dlp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many words in one pass (Aho and Corasick 1975), over code points. States are numbers, 0 the beginning; the edges
 * are in one open-addressed table, so that a list of 100,000 words costs some megabytes and no object per state.
 * Immutable once made.
 */
final class Automaton {
    private static final int CODE_POINT_BITS = 21;
    private static final int DIRECT = 128;

    private long[] keys = new long[64];
    private int[] targets = new int[64];
    private int edges;
    private int[] fail = new int[16];
    private int[] depth = new int[16];
    /** Whether a word ends in a state; and the next shorter suffix in which one does, else 0. */
    private boolean[] ends = new boolean[16];

    private int[] shorter = new int[16];
    private int states = 1;
    private int longest;
    private final int[] direct = new int[DIRECT];

    /** @param words as code points, none empty */
    static Automaton of(List<int[]> words) {
        Automaton automaton = new Automaton();
        List<List<int[]>> children = new ArrayList<>(List.of(new ArrayList<>()));
        words.forEach(word -> automaton.add(word, children));
        automaton.link(children);
        for (int c = 0; c < DIRECT; c++) {
            automaton.direct[c] = Math.max(0, automaton.edge(0, c));
        }
        return automaton;
    }

    private void add(int[] word, List<List<int[]>> children) {
        int state = 0;
        for (int symbol : word) {
            int next = edge(state, symbol);
            if (next < 0) {
                next = newState(depth[state] + 1);
                put(key(state, symbol), next);
                children.get(state).add(new int[] {symbol, next});
                children.add(new ArrayList<>(1));
            }
            state = next;
        }
        ends[state] = true;
        longest = Math.max(longest, word.length);
    }

    /** Breadth first: the links of a state lead to states less deep. */
    private void link(List<List<int[]>> children) {
        ArrayDeque<Integer> waiting = new ArrayDeque<>(List.of(0));
        while (!waiting.isEmpty()) {
            int state = waiting.remove();
            for (int[] child : children.get(state)) {
                fail[child[1]] = state == 0 ? 0 : step(fail[state], child[0]);
                int suffix = fail[child[1]];
                shorter[child[1]] = ends[suffix] ? suffix : shorter[suffix];
                waiting.add(child[1]);
            }
        }
    }

    /** The state after one more symbol. */
    int step(int from, int symbol) {
        int state = from;
        while (true) {
            int next = state == 0 && symbol < DIRECT && symbol >= 0 && direct[symbol] > 0
                    ? direct[symbol]
                    : edge(state, symbol);
            if (next >= 0) {
                return next;
            } else if (state == 0) {
                return 0;
            }
            state = fail[state];
        }
    }

    /** The state itself or its longest suffix in which a word ends; 0 where there is none. */
    int ending(int state) {
        return ends[state] ? state : shorter[state];
    }

    /** The longest shorter suffix in which a word ends; 0 where there is none. */
    int shorter(int state) {
        return shorter[state];
    }

    /** Symbols that the state remembers; of a state in which a word ends, the length of that word. */
    int depth(int state) {
        return depth[state];
    }

    /** Symbols of the longest word. */
    int longest() {
        return longest;
    }

    private int newState(int itsDepth) {
        if (states == fail.length) {
            fail = Arrays.copyOf(fail, states * 2);
            depth = Arrays.copyOf(depth, states * 2);
            ends = Arrays.copyOf(ends, states * 2);
            shorter = Arrays.copyOf(shorter, states * 2);
        }
        depth[states] = itsDepth;
        return states++;
    }

    /** Never 0: no edge leads to the beginning, and 0 stands for an empty place. */
    private static long key(int state, int symbol) {
        return ((long) state + 1) << CODE_POINT_BITS | symbol;
    }

    private int edge(int state, int symbol) {
        long key = key(state, symbol);
        for (int i = place(key, keys.length); keys[i] != 0; i = i + 1 & keys.length - 1) {
            if (keys[i] == key) {
                return targets[i];
            }
        }
        return -1;
    }

    private void put(long key, int target) {
        if (++edges * 2 > keys.length) {
            long[] oldKeys = keys;
            int[] oldTargets = targets;
            keys = new long[oldKeys.length * 2];
            targets = new int[oldKeys.length * 2];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != 0) {
                    insert(oldKeys[i], oldTargets[i]);
                }
            }
        }
        insert(key, target);
    }

    private void insert(long key, int target) {
        int i = place(key, keys.length);
        while (keys[i] != 0) {
            i = i + 1 & keys.length - 1;
        }
        keys[i] = key;
        targets[i] = target;
    }

    /** Fibonacci hashing. */
    private static int place(long key, int size) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 32) & size - 1;
    }
}
