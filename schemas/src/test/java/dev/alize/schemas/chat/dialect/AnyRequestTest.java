package dev.alize.schemas.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.chat.RoundTrip;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a producer mixes of both dialects. */
class AnyRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MEMBERS = List.of(
            "'seed':5",
            "'random_seed':6",
            "'max_tokens':7",
            "'max_completion_tokens':8",
            "'temperature':1.7",
            "'temperature':0.2",
            "'user':'secret'",
            "'store':false",
            "'logprobs':true",
            "'logit_bias':{'secret':1}",
            "'safe_prompt':true",
            "'prompt_mode':'reasoning'",
            "'guardrails':[]",
            "'prompt_cache_key':'secret'",
            "'stop':['a','b','c','d','e']",
            "'stop':[]",
            "'stop':'a'",
            "'tools':[]",
            "'n':2",
            "'n':null",
            "'tool_choice':'any'",
            "'tool_choice':'required'",
            "'tool_choice':{'function':{'name':'f'}}",
            "'parallel_tool_calls':true",
            "'reasoning_effort':'low'",
            "'stream':true",
            "'stream':false",
            "'stream_options':{'include_usage':true}",
            "'response_format':{'type':'json_object'}",
            "'response_format':{}",
            "'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':null}}",
            "'tools':[{'function':{'name':'f'}}]",
            "'metadata':{'a':'secret'}",
            "'metadata':{'a':{'secret':1}}",
            "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'},'strict':true}}]",
            "'prediction':{'type':'content','content':'secret'}",
            "'service_tier':'auto'",
            "'top_p':null");
    private static final List<String> PARTS = List.of(
            "{'type':'text','text':'secret'}",
            "{'type':'image_url','image_url':'data:secret'}",
            "{'type':'image_url','image_url':{'url':'data:secret','detail':'high'}}",
            "{'type':'document_url','document_url':'https://secret','document_name':'n'}",
            "{'type':'document_url','document_url':'data:secret'}",
            "{'type':'thinking','thinking':[{'type':'text','text':'secret'}],'closed':true}",
            "{'type':'input_audio','input_audio':{'data':'secret','format':'wav'}}",
            "{'type':'input_audio','input_audio':'secret'}",
            "{'type':'reference','reference_ids':[1]}",
            "{'type':'file','file':{'file_data':'data:secret','filename':'secret'}}",
            "{'type':'file','file_id':'c5e8f2f0-0000-4000-8000-000000000000'}");

    @Test
    void isValidInBothDialectsAndLosesNothingASecondTime() {
        long seed = System.nanoTime();
        System.out.println("AnyRequestTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            ObjectNode body = body(random);
            JsonNode mistral = said(body, Dialect.MISTRAL);
            assertThat(MistralSchema.CHAT.problems(mistral))
                    .as("%d: %s", round, body)
                    .isEmpty();
            JsonNode openAi = said(body, Dialect.OPENAI);
            assertThat(OpenAiRules.problems(openAi)).as("%d: %s", round, body).isEmpty();
            assertThat(MistralSchema.CHAT.problems(said(openAi, Dialect.MISTRAL)))
                    .as("%d: %s", round, openAi)
                    .isEmpty();
            assertThat(OpenAiRules.problems(said(mistral, Dialect.OPENAI)))
                    .as("%d: %s", round, mistral)
                    .isEmpty();
        }
    }

    @Test
    void unknownMembersAnywhereNeverReachMistral() {
        long seed = System.nanoTime();
        System.out.println("AnyRequestTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            ObjectNode body = body(random);
            damage(body, random, "");
            assertThat(MistralSchema.CHAT.problems(said(body, Dialect.MISTRAL)))
                    .as("%d: %s", round, body)
                    .isEmpty();
        }
    }

    private static JsonNode said(JsonNode body, Dialect to) {
        CompletionRequest request = ChatJson.readRequest(body, RoundTrip.emptyRequest());
        Translation once = Translator.translate(request, "m", to).orElseThrow();
        assertThat(once.dropped()).noneMatch(name -> name.contains("secret"));
        JsonNode said = ChatJson.parse(once.body());
        Translation twice = Translator.translate(ChatJson.readRequest(said, RoundTrip.emptyRequest()), "m", to)
                .orElseThrow();
        assertThat(ChatJson.parse(twice.body())).as("%s: %s", to, body).isEqualTo(said);
        assertThat(twice.dropped()).as("%s: %s", to, body).isEmpty();
        return said;
    }

    private static ObjectNode body(Random random) {
        ObjectNode body = JSON.createObjectNode();
        for (int i = random.nextInt(8); i > 0; i--) {
            body.setAll((ObjectNode) json("{" + one(MEMBERS, random) + "}"));
        }
        ArrayNode messages = body.putArray("messages");
        for (int i = random.nextInt(4); i >= 0; i--) {
            message(messages, random);
        }
        return body;
    }

    private static void message(ArrayNode messages, Random random) {
        String role = one(List.of("developer", "system", "user", "assistant"), random);
        ObjectNode message = messages.addObject().put("role", role);
        if (random.nextBoolean()) {
            message.put("content", "secret");
        } else if (random.nextInt(4) > 0) {
            ArrayNode parts = message.putArray("content");
            for (int i = random.nextInt(4); i > 0; i--) {
                parts.add(json(one(PARTS, random)));
            }
        } else {
            message.putNull("content");
        }
        if (random.nextInt(4) == 0) {
            message.put(role.equals("assistant") ? "prefix" : "name", role.equals("assistant") ? "true" : "secret");
        }
        if (role.equals("assistant") && message.path("prefix").isTextual()) {
            message.put("prefix", random.nextBoolean());
        }
        if (role.equals("assistant") && random.nextBoolean()) {
            calls(messages, message.putArray("tool_calls"), random);
        }
    }

    private static void calls(ArrayNode messages, ArrayNode calls, Random random) {
        for (int i = random.nextInt(3); i > 0; i--) {
            String id = one(List.of("call_", "x".repeat(50), "Ab3dE6gH"), random) + random.nextInt(9);
            ObjectNode call = calls.addObject().put("id", id).put("index", i);
            call.putObject("function").put("name", "f");
            if (random.nextBoolean()) {
                call.withObject("/function").putObject("arguments").put("secret", 1);
            }
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", id)
                    .put("name", "f")
                    .put("content", "secret");
        }
    }

    /** Adds members that nobody knows, save inside what is free: schemas, notes, guardrails, arguments, thoughts. */
    private static void damage(JsonNode node, Random random, String name) {
        if (List.of("parameters", "schema", "metadata", "guardrails", "arguments", "thinking")
                .contains(name)) {
            return;
        }
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(member -> damage(member.getValue(), random, member.getKey()));
            if (random.nextInt(3) == 0) {
                object.put(one(List.of("frob", "sécrét secret", "cache_control"), random), random.nextBoolean());
            }
        } else {
            node.forEach(item -> damage(item, random, ""));
        }
    }

    private static JsonNode json(String text) {
        return RoundTrip.json(text.replace('\'', '"'));
    }

    private static <T> T one(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
