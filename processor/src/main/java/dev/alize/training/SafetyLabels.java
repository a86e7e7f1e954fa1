package dev.alize.training;

import dev.alize.policies.safety.SafetyScorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a row of the safety data says of each label. Sources know different categories: a label that a source does not ask
 * about is unknown for its unsafe rows, and no more; only a row that is harmless throughout is harmless for every label.
 */
final class SafetyLabels {
    private static final List<String> ALL = List.of(
            "hate", "harassment", "violence", "self_harm", "sexual", "weapons", "crime", "cyber", SafetyScorer.ANY);

    /** Categories of the sources that ask for one, and what they are here. */
    private static final Map<String, Set<String>> CATEGORIES = Map.ofEntries(
            Map.entry("hate_threatening", Set.of("hate", "violence")),
            Map.entry("violence_graphic", Set.of("violence")),
            Map.entry("scams_and_fraud", Set.of("crime")),
            Map.entry("physical_harm_and_violence", Set.of("violence")),
            Map.entry("illegal_and_highly_regulated_items", Set.of("weapons")),
            Map.entry("suicide,_self-harm,_and_eating_disorders", Set.of("self_harm")),
            Map.entry("non-violent_crimes", Set.of("crime")),
            Map.entry("disinformation_and_deception", Set.of("crime")),
            Map.entry("illegal_goods_and_services", Set.of("weapons")),
            Map.entry("sexual_content", Set.of("sexual")));

    /** Groups of people by whom a request for hate is told from one for harassment. */
    private static final List<String> PEOPLES = List.of(
            "women",
            "black",
            "gay",
            "muslim",
            "jew",
            "race",
            "racis",
            "xenophob",
            "latino",
            "immigra",
            "homosex",
            "transgender",
            "asian",
            "disab");

    /** AdvBench has no categories; its requests are short, and these beginnings of words tell what they are about. */
    private static final Map<String, List<String>> ADVBENCH = advbench();

    private SafetyLabels() {}

    private static Map<String, List<String>> advbench() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put(
                "cyber",
                List.of(
                        "hack",
                        "malware",
                        "virus",
                        "ransomware",
                        "phishing",
                        "keylog",
                        "trojan",
                        "firewall",
                        "password",
                        "security measures",
                        "ddos",
                        "cyber",
                        "exploit",
                        "backdoor",
                        "botnet",
                        "network",
                        "software"));
        words.put(
                "weapons",
                List.of(
                        "bomb",
                        "weapon",
                        "drug",
                        "explosive",
                        "poison",
                        "meth ",
                        "firearm",
                        "gun",
                        "grenade",
                        "chemical"));
        words.put("self_harm", List.of("suicide", "self-harm", "self harm", "anorexi", "eating disorder"));
        words.put(
                "violence",
                List.of(
                        "murder",
                        "kill ",
                        "terror",
                        "assassin",
                        "violen",
                        "torture",
                        "kidnap",
                        "mass shooting",
                        "assault",
                        "genocide"));
        words.put(
                "hate",
                List.of(
                        "racis",
                        "sexis",
                        "hate speech",
                        "hate group",
                        "discriminat",
                        "antisemit",
                        "neo-nazi",
                        "white suprem",
                        "xenophob",
                        "homophob",
                        "minority",
                        "ethnic"));
        words.put("harassment", List.of("bully", "harass", "stalk", "defam", "humiliat", "intimidat"));
        words.put("sexual", List.of("porn", "sexual"));
        words.put(
                "crime",
                List.of(
                        "steal",
                        "fraud",
                        "scam",
                        "launder",
                        "counterfeit",
                        "forge",
                        "theft",
                        "fake",
                        "identity",
                        "insider trading",
                        "tax",
                        "bribe",
                        "extort",
                        "blackmail",
                        "embezz",
                        "rob ",
                        "shoplift",
                        "smuggl",
                        "illegal",
                        "pirat",
                        "traffick",
                        "burgl",
                        "drunk",
                        "evade",
                        "arson",
                        "credit"));
        return words;
    }

    /** By label: 1 where it holds, -1 where it does not, 0 where nobody knows; all 0 where nothing is to be learned. */
    static int[] of(Row row, List<String> labels) {
        Set<String> holds = new TreeSet<>();
        Set<String> unknown = new TreeSet<>();
        read(row, holds, unknown);
        return labels.stream()
                .mapToInt(label -> holds.contains(label) ? 1 : unknown.contains(label) ? 0 : -1)
                .toArray();
    }

    private static void read(Row row, Set<String> holds, Set<String> unknown) {
        switch (row.source()) {
            case "openai-moderation" -> openai(row, holds, unknown);
            case "davidson-tweets" -> tweets(row, holds, unknown);
            case "simplesafetytests", "strongreject" -> requests(row, holds, unknown);
            case "advbench" -> advbench(row, holds, unknown);
            default -> {
                if (row.source().contains("hatecheck")) {
                    hatecheck(row, holds, unknown);
                }
            }
        }
        if (!holds.isEmpty()) {
            holds.add(SafetyScorer.ANY);
        }
    }

    private static void openai(Row row, Set<String> holds, Set<String> unknown) {
        for (String category : row.field("category").split("\\+")) {
            holds.addAll(CATEGORIES.getOrDefault(category, ALL.contains(category) ? Set.of(category) : Set.of()));
        }
        String unlabelled = row.fields().path("unlabelled").toString();
        for (String label : ALL) {
            if (unlabelled.contains('\'' + label + '\'') || unlabelled.contains('"' + label + '"')) {
                unknown.add(label);
            }
        }
        // Nobody looked at these rows for anything but one category, and many of them are explicit.
        if (holds.isEmpty() && unknown.size() >= 5) {
            unknown.addAll(ALL);
        }
    }

    private static void tweets(Row row, Set<String> holds, Set<String> unknown) {
        switch (row.label()) {
            case "unsafe" -> {
                holds.add("hate");
                unknown.addAll(List.of("harassment", "violence", "sexual"));
            }
            case "offensive" -> unknown.addAll(List.of("harassment", "sexual", SafetyScorer.ANY));
            default -> {}
        }
    }

    private static void requests(Row row, Set<String> holds, Set<String> unknown) {
        String category = row.field("category");
        if (category.equals("child_safety")) {
            unknown.addAll(ALL);
            return;
        }
        if (category.equals("hate,_harassment_and_discrimination")) {
            holds.add(mentions(row, PEOPLES) ? "hate" : "harassment");
        } else {
            holds.addAll(CATEGORIES.getOrDefault(category, Set.of("violence")));
        }
        unknown.addAll(ALL);
    }

    private static void advbench(Row row, Set<String> holds, Set<String> unknown) {
        unknown.addAll(ALL);
        if (mentions(row, List.of("child porn", "molest"))) {
            return;
        }
        ADVBENCH.forEach((label, words) -> {
            if (mentions(row, words)) {
                holds.add(label);
            }
        });
        if (holds.isEmpty()) {
            holds.add("crime");
        }
    }

    private static void hatecheck(Row row, Set<String> holds, Set<String> unknown) {
        String function = row.field("category");
        if (row.label().equals("unsafe")) {
            holds.add("hate");
            if (function.startsWith("threat")) {
                holds.add("violence");
            }
            unknown.addAll(List.of("harassment", "violence", "sexual"));
        } else if (List.of("counter", "target", "slur", "profanity").stream().anyMatch(function::startsWith)) {
            // Harmless as hate; some insult a person or quote a threat all the same.
            unknown.addAll(List.of("harassment", "violence", "sexual"));
        }
    }

    private static boolean mentions(Row row, List<String> words) {
        String text = row.text().toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(text::contains);
    }
}
