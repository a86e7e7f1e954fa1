package dev.alize.policies;

import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Requests and answers for tests of policies. */
public final class Texts {
    /** What random texts are made of: all that has ever broken a scanner. */
    private static final String[] ODD = {
        "a",
        " ",
        "é",
        "e\u0301",
        "\ud83d\ude00",
        "\ud800",
        "\udc00",
        "\0",
        "\n",
        "\"",
        "\\",
        "\\u",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "7",
        "שלום",
        "\u202e",
        "\u200b",
        "ß",
        "İ",
        "ﬁ",
        "\uffff",
        "\ufeff",
        "word",
        "not",
        "\\n",
        "1.5e9"
    };

    private Texts() {}

    public static Material request(String... texts) {
        return request(Set.of(Capability.CHAT), passages(Origin.USER, texts));
    }

    public static Material request(Set<Capability> needs, List<Passage> passages) {
        return Material.ofRequest(about(needs), passages);
    }

    /** An answer with one choice for each text. */
    public static Material answer(String... texts) {
        return answer(passages(Origin.ASSISTANT, texts), List.of(), Map.of());
    }

    public static Material answer(List<Passage> passages, List<Passage> asked, Map<Integer, String> finishReasons) {
        return new Material(
                Direction.RESPONSE, about(Set.of(Capability.CHAT)), passages, asked, finishReasons, Map.of());
    }

    public static List<Passage> passages(Origin origin, String... texts) {
        List<Passage> passages = new ArrayList<>();
        for (String text : texts) {
            passages.add(new Passage(origin, passages.size(), text));
        }
        return passages;
    }

    /** Up to so many pieces of text: half characters, quotes, escapes, emoji, marks. */
    public static String odd(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(pieces + 1); i > 0; i--) {
            text.append(ODD[random.nextInt(ODD.length)]);
        }
        return text.toString();
    }

    private static About about(Set<Capability> needs) {
        return new About(new Identity("t", "r", 0), null, null, needs, false);
    }
}
