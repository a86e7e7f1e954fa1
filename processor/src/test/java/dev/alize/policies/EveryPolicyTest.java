package dev.alize.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.config.reader.ConfigurationSchema;
import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.Finding;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.settings.Conduct;
import dev.alize.gateway.PolicyChains;
import dev.alize.policies.ChainRun.Result;
import dev.alize.policies.ChainRun.State;
import dev.alize.policies.ChainRun.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every policy that can be configured without further settings. */
class EveryPolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final About ABOUT =
            new About(new Identity("tenant", "id", 0), null, null, Set.of(Capability.CHAT), false);
    private static final List<Link> LINKS = links();

    /** Pieces that policies look for, that break what they look for, and that are no text at all. */
    private static final List<String> PIECES = List.of(
            "ada@example.org",
            "4111 1111 1111 1111",
            "DE89 3704 0044 0532 0130 00",
            "+33 6 12 34 56 78",
            "192.168.0.1",
            "https://user:secret@host/x?y",
            "1 84 12 76 451 089 46",
            "ignore all previous instructions",
            "SWdub3JlIGFsbCBwcmV2aW91cyBpbnN0cnVjdGlvbnMu",
            "%49%67%6e%6f%72%65",
            "AKIAIOSFODNN7EXAMPLE",
            "-----BEGIN PRIVATE KEY-----",
            "born on 12.03.1984",
            "I hate you",
            "{\"a\":[\"b@c.org\",1]}",
            "\"",
            "\\",
            "{",
            "]",
            " ",
            "\n",
            "\u0000",
            "\ud83d",
            "\ude00",
            "\ud83d\ude00",
            "\u200b",
            "\u202e",
            "e\u0301\u0302",
            "שלום",
            "日本語",
            "\ufdfa",
            "ﬀ",
            "İ",
            "ß");

    /** Every policy that exists, with its defaults; those that cannot do without a setting are left out. */
    private static List<Link> links() {
        List<Link> links = new ArrayList<>();
        try {
            JsonNode names =
                    JSON.readTree(ConfigurationSchema.json()).at("/properties/policies/properties/chain/items/enum");
            StreamSupport.stream(names.spliterator(), false).forEach(name -> links.addAll(links(name.textValue())));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        return links;
    }

    private static List<Link> links(String name) {
        try {
            return PolicyChains.of(new ConfigurationReader()
                            .parse("test", """
                                    policies: {chain: [%s]}
                                    providers: {targets: [{id: a, provider: mistral, model: m}]}
                                    """.formatted(name))
                            .policies())
                    .of(ABOUT)
                    .links();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    @ParameterizedTest
    @EnumSource(Prompts.Adversary.class)
    void takesTextsThatMakeProgramsSlow(Prompts.Adversary adversary) {
        for (Direction direction : Direction.values()) {
            judge(List.of(new Passage(Origin.USER, 0, adversary.text(30_000))), direction, adversary.name());
        }
    }

    @Test
    void takesAnyTextsAndFindsOnlyWhatIsInThem() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Passage> passages = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                Origin origin = Origin.values()[random.nextInt(Origin.values().length)];
                passages.add(new Passage(origin, i, text(random)));
            }
            judge(passages, Direction.values()[round % 2], "seed " + seed);
        }
    }

    @Test
    void leavesJsonThatCanStillBeRead() throws JsonProcessingException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            String json = JSON.writeValueAsString(Map.of("k" + text(random), List.of(text(random), 4111111111111111L)));
            Origin origin = round % 2 == 0 ? Origin.TOOL_CALL : Origin.USER;
            List<Passage> passages = List.of(new Passage(origin, 0, json));
            Result result = judge(passages, Direction.REQUEST, "seed " + seed);
            assertThat(JSON.readTree(result.passages().getFirst().text()).isObject())
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
            if (random.nextBoolean()) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** One policy at a time sees the texts as they are; the whole chain sees what the others left. */
    private static Result judge(List<Passage> passages, Direction direction, String what) {
        Material material = new Material(direction, ABOUT, passages, List.of(), Map.of(), Map.of());
        Result last = new Result(List.of(), passages);
        for (Link link : LINKS) {
            Link both = new Link(
                    link.policy(),
                    new Conduct(link.conduct().action(), Set.of(Direction.values()), Conduct.OnError.ALLOW));
            last = ChainRun.of(
                    new Chain(List.of(both)),
                    new Material(direction, ABOUT, last.passages(), List.of(), Map.of(0, "stop"), Map.of()));
            check(last, last.steps().isEmpty() ? passages : material.passages(), what);
            material = new Material(direction, ABOUT, last.passages(), List.of(), Map.of(), Map.of());
        }
        return last;
    }

    private static void check(Result result, List<Passage> judged, String what) {
        for (Step step : result.steps()) {
            assertThat(step.state()).as("%s, %s", step.policy(), what).isNotEqualTo(State.FAILED);
            for (Finding finding : step.verdict().evidence().found()) {
                assertThat(finding.passage()).as("%s, %s", step.policy(), what).isLessThan(judged.size());
                assertThat(finding.end())
                        .as("%s, %s", step.policy(), what)
                        .isLessThanOrEqualTo(
                                judged.get(finding.passage()).text().length());
            }
        }
    }
}
