package dev.alize.schemas.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.chat.RoundTrip;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the table of differences, each in both directions. */
class TranslatorTest {
    private static final String USER = "{'role':'user','content':'Bonjour'}";

    /** Members beside the messages, what becomes of them, and what is named as lost. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'seed':7                                   | 'random_seed':7                        | []
            'seed':-1                                  | 'random_seed':9223372036854775807      | []
            'seed':7,'random_seed':8                   | 'random_seed':8                        | [seed]
            'seed':null                                | ``                                     | []
            'max_completion_tokens':9                  | 'max_tokens':9                         | []
            'max_completion_tokens':9,'max_tokens':8   | 'max_tokens':8                         | [max_completion_tokens]
            'user':'u','store':true,'service_tier':'x' | ``                                     | [service_tier, store, user]
            'logprobs':true,'top_logprobs':2           | ``                                     | [logprobs, top_logprobs]
            'logit_bias':{'50256':-100}                | ``                                     | [logit_bias]
            'stream_options':{'include_usage':true}    | ``                                     | [stream_options]
            'temperature':1.9                          | 'temperature':1.5                      | [temperature]
            'temperature':1.50000000000000000001       | 'temperature':1.5                      | [temperature]
            'temperature':1.5                          | 'temperature':1.5                      | []
            'tools':[],'tool_choice':'required'        | ``                                     | [tool_choice, tools]
            'safe_prompt':true,'prompt_cache_key':'k'  | 'safe_prompt':true,'prompt_cache_key':'k' | []
            'reasoning_effort':'medium'                | 'reasoning_effort':'high'              | [reasoning_effort]
            'reasoning_effort':'minimal'               | 'reasoning_effort':'none'              | [reasoning_effort]
            'top_p':null,'stop':null                   | ``                                     | []
            'Jean Dupont, 12 rue':1,'frob':2           | ``                                     | [(other), frob]
            'prediction':{'type':'content','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]} | 'prediction':{'type':'content','content':'ab'} | []
            'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':null,'schema':{}}} | 'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{}}} | []
            'response_format':{'type':'grammar'}       | ``                                     | [response_format]
            """)
    void parametersTowardsMistral(String asked, String said, String dropped) {
        Translation translation = to(Dialect.MISTRAL, body(USER, asked));
        assertSays(translation, body(USER, said), dropped);
        assertThat(MistralSchema.CHAT.problems(ChatJson.parse(translation.body())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'random_seed':7                            | 'seed':7                               | []
            'random_seed':7,'seed':8                   | 'seed':8                               | [random_seed]
            'max_tokens':9                             | 'max_completion_tokens':9              | []
            'user':'u','logit_bias':{'1':1}            | 'user':'u','logit_bias':{'1':1}        | []
            'safe_prompt':true,'prompt_mode':'reasoning' | ``                                   | [prompt_mode, safe_prompt]
            'guardrails':[],'prompt_cache_key':'k'     | ``                                     | [guardrails, prompt_cache_key]
            'temperature':1.9                          | 'temperature':1.9                      | []
            'tools':[],'tool_choice':'any'             | ``                                     | [tool_choice, tools]
            'stream_options':{'include_usage':true}    | ``                                     | [stream_options]
            'stop':['a','b','c','d','e']               | 'stop':['a','b','c','d']               | [stop]
            'metadata':{'a':{}}                        | ``                                     | [metadata]
            'metadata':{'a':'b'}                       | 'metadata':{'a':'b'}                   | []
            'top_k':5                                  | 'top_k':5                              | []
            """)
    void parametersTowardsOpenAi(String asked, String said, String dropped) {
        assertSays(to(Dialect.OPENAI, body(USER, asked)), body(USER, said), dropped);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'role':'developer','content':'d'}         | {'role':'system','content':'d'}        | []
            {'role':'user','content':'u','name':'Ann'} | {'role':'user','content':'u'}          | [messages[].name]
            {'role':'user','content':[{'type':'text','text':'t','cache_control':{}}]} | {'role':'user','content':[{'type':'text','text':'t'}]} | [messages[].content[].cache_control]
            {'role':'user','content':[{'type':'image_url','image_url':{'url':'u','detail':'original'}}]} | {'role':'user','content':[{'type':'image_url','image_url':{'url':'u'}}]} | [messages[].content[].image_url.detail]
            {'role':'user','content':[{'type':'file','file':{'file_data':'data:x','filename':'f'}}]} | {'role':'user','content':[{'type':'document_url','document_url':'data:x','document_name':'f'}]} | []
            {'role':'user','content':[{'type':'input_audio','input_audio':{'data':'UklG','format':'wav'}}]} | {'role':'user','content':[{'type':'input_audio','input_audio':'UklG'}]} | [messages[].content[].input_audio.format]
            {'role':'user','content':[{'type':'hologram','x':1}]} | {'role':'user','content':''} | [messages[].content[].(other)]
            {'role':'system','content':[{'type':'image_url','image_url':'u'}]} | {'role':'system','content':''} | [messages[].content[].image_url]
            {'role':'assistant','content':'a','reasoning_content':'r'} | {'role':'assistant','content':'a','prefix':true} | [messages[].reasoning_content]
            {'role':'assistant','content':null,'refusal':'no'} | {'role':'assistant','content':'no','prefix':true} | [messages[].refusal]
            {'role':'function','name':'f','content':'1'} | {'role':'user','content':'1'} | [messages[].name, messages[].role]
            """)
    void messagesTowardsMistral(String asked, String said, String dropped) {
        Translation translation = to(Dialect.MISTRAL, body(asked, ""));
        assertSays(translation, body(said, ""), dropped);
        assertThat(MistralSchema.CHAT.problems(ChatJson.parse(translation.body())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'role':'developer','content':'d'}         | {'role':'developer','content':'d'}     | []
            {'role':'assistant','content':'a','prefix':true} | {'role':'assistant','content':'a'} | [messages[].prefix]
            {'role':'user','content':[{'type':'image_url','image_url':'u'}]} | {'role':'user','content':[{'type':'image_url','image_url':{'url':'u'}}]} | []
            {'role':'user','content':[{'type':'document_url','document_url':'https://x'}]} | {'role':'user','content':''} | [messages[].content[].document_url]
            {'role':'user','content':[{'type':'document_url','document_url':'data:x'}]} | {'role':'user','content':[{'type':'file','file':{'filename':'document','file_data':'data:x'}}]} | []
            {'role':'assistant','content':[{'type':'thinking','thinking':[]},{'type':'text','text':'t'}]} | {'role':'assistant','content':[{'type':'text','text':'t'}]} | [messages[].content[].thinking]
            {'role':'assistant','content':[],'tool_calls':[]} | {'role':'assistant','content':''} | [messages[].tool_calls]
            """)
    void messagesTowardsOpenAi(String asked, String said, String dropped) {
        Translation translation = to(Dialect.OPENAI, body(asked, ""));
        assertSays(translation, body(said, ""), dropped);
        assertThat(OpenAiRules.problems(ChatJson.parse(translation.body()))).isEmpty();
    }

    @Test
    void aStreamTowardsOpenAiAsksForItsUsage() {
        String streamed =
                body(USER, "'stream':true,'stream_options':{'include_usage':false,'include_obfuscation':false}");
        assertSays(
                to(Dialect.OPENAI, streamed),
                body(USER, "'stream':true,'stream_options':{'include_usage':true,'include_obfuscation':false}"),
                "[]");
        assertSays(
                to(Dialect.OPENAI, body(USER, "'stream':true")),
                body(USER, "'stream':true,'stream_options':{'include_usage':true}"),
                "[]");
        assertSays(to(Dialect.MISTRAL, streamed), body(USER, "'stream':true"), "[stream_options]");
    }

    @Test
    void toolsOfBothVendorsBecomeThoseOfTheOther() {
        String tool = "{'type':'function','function':{'name':'f','strict':null,'odd':1},'cache':1}";
        assertSays(
                to(Dialect.MISTRAL, body(USER, "'tools':[" + tool + ",{'type':'custom','custom':{'name':'c'}}]")),
                body(
                        USER,
                        "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{}}}}]"),
                "[tools[], tools[].cache, tools[].function.odd]");
        assertSays(
                to(Dialect.OPENAI, body(USER, "'tools':[{'function':{'name':'f'}}],'tool_choice':'any'")),
                body(USER, "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'required'"),
                "[]");
        assertSays(
                to(
                        Dialect.OPENAI,
                        body(USER, "'tools':[{'function':{'name':'f'}}],'tool_choice':{'function':{'name':'f'}}")),
                body(
                        USER,
                        "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'function','function':{'name':'f'}}"),
                "[]");
    }

    @Test
    void callsWithoutIdsArePairedForOpenAi() {
        String conversation = USER
                + ",{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':{'a':1}}},"
                + "{'id':'null','function':{'name':'g'}}]},"
                + "{'role':'tool','name':'f','content':'1'},{'role':'tool','content':'2'}";
        Translation translation = to(Dialect.OPENAI, body(conversation, ""));
        JsonNode said = ChatJson.parse(translation.body());
        assertThat(OpenAiRules.problems(said)).isEmpty();
        assertThat(said.at("/messages/2/tool_call_id")).isEqualTo(said.at("/messages/1/tool_calls/0/id"));
        assertThat(said.at("/messages/3/tool_call_id")).isEqualTo(said.at("/messages/1/tool_calls/1/id"));
        assertThat(said.at("/messages/1/tool_calls/0/function/arguments").textValue())
                .isEqualTo("{\"a\":1}");
        assertThat(translation.dropped()).containsExactly("messages[].name");
    }

    @Test
    void callsOfCustomToolsBecomeThoseOfFunctionsForMistral() {
        String conversation = USER
                + ",{'role':'assistant','tool_calls':[{'id':'call_1','type':'custom','custom':{'name':'c','input':'x'}}]},"
                + "{'role':'tool','tool_call_id':'call_1','content':'1'}";
        Translation translation = to(Dialect.MISTRAL, body(conversation, ""));
        JsonNode said = ChatJson.parse(translation.body());
        assertThat(MistralSchema.CHAT.problems(said)).isEmpty();
        assertThat(said.at("/messages/1/tool_calls/0/id").textValue())
                .isEqualTo(said.at("/messages/2/tool_call_id").textValue())
                .matches("[a-zA-Z0-9]{9}");
        assertThat(translation.dropped()).containsExactly("messages[].tool_calls[].custom");
    }

    @Test
    void codeCompletionIsMistralsAlone() {
        CompletionRequest request = RoundTrip.emptyRequest();
        request.setEndpoint(Endpoint.FIM);
        ChatJson.readRequest(
                RoundTrip.json("{'prompt':'def f(','suffix':'return','seed':3,'min_tokens':1,'n':2,'echo':true}"
                        .replace('\'', '"')),
                request);
        assertThat(Translator.translate(request, "m", Dialect.OPENAI)).isEmpty();
        Translation mistral =
                Translator.translate(request, "m", Dialect.MISTRAL).orElseThrow();
        assertThat(MistralSchema.CODE.problems(ChatJson.parse(mistral.body()))).isEmpty();
        assertThat(ChatJson.parse(mistral.body()))
                .isEqualTo(RoundTrip.json(
                        "{'model':'m','prompt':'def f(','suffix':'return','random_seed':3,'min_tokens':1}"
                                .replace('\'', '"')));
        assertThat(mistral.dropped()).containsExactly("echo", "n");
    }

    private static void assertSays(Translation translation, String body, String dropped) {
        JsonNode said = ChatJson.parse(translation.body());
        assertThat(RoundTrip.equal(said, RoundTrip.json(body)))
                .as("got %s, expected %s", said, body)
                .isTrue();
        assertThat(translation.dropped()).hasToString(dropped);
    }

    private static String body(String messages, String members) {
        String more = members.isEmpty() ? "" : "," + members;
        return ("{'model':'m','messages':[" + messages + "]" + more + "}").replace('\'', '"');
    }

    private static Translation to(Dialect dialect, String body) {
        CompletionRequest request = ChatJson.readRequest(RoundTrip.json(body), RoundTrip.emptyRequest());
        CompletionRequest before = CompletionRequest.newBuilder(request).build();
        Translation translation = Translator.translate(request, "m", dialect).orElseThrow();
        assertThat(request).isEqualTo(before);
        assertThat(translation.dropped())
                .isEqualTo(List.copyOf(translation.dropped().stream().sorted().toList()));
        return translation;
    }
}
