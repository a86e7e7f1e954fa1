package dev.alize.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckTest {
    private static final String USER = "{'role':'user','content':'Hello'}";
    private static final String CALL =
            "{'role':'assistant','content':'','tool_calls':[{'id':'aq1aPdShN','function':{'name':'f','arguments':'{}'}}]}";
    private static final String RESULT = "{'role':'tool','content':'1','tool_call_id':'aq1aPdShN','name':'f'}";

    private final RequestCheck check = new RequestCheck(Api.CHAT);

    @Test
    void acceptsEveryRecordedRequest() {
        var bodies = RecordedRequests.bodies();
        assertThat(bodies).hasSize(149);
        bodies.forEach((id, body) ->
                assertThat(check.check(body.getBytes(UTF_8))).as(id).isEmpty());
    }

    @Test
    void refusesAnUnknownFieldInTheRecordedForm() {
        assertThat(check("{'model':'m','messages':[" + USER + "],'max_completion_tokens':32000}"))
                .contains(
                        new VendorError(
                                422,
                                "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\","
                                        + "\"loc\":[\"body\",\"max_completion_tokens\"],\"msg\":\"Extra inputs are not permitted\","
                                        + "\"input\":32000}]},\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}"));
    }

    @Test
    void namesTheMessageAndItsRole() {
        String message = "{'role':'user','content':'Hello','name':null,'tool_calls':null}";
        assertThat(check("{'model':'m','messages':[" + message + "]}"))
                .contains(new VendorError(
                        422,
                        "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\","
                                + "\"loc\":[\"body\",\"messages\",0,\"user\",\"name\"],"
                                + "\"msg\":\"Extra inputs are not permitted\",\"input\":null},"
                                + "{\"type\":\"extra_forbidden\","
                                + "\"loc\":[\"body\",\"messages\",0,\"user\",\"tool_calls\"],"
                                + "\"msg\":\"Extra inputs are not permitted\",\"input\":null}]},"
                                + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                | missing             | ["body","messages"]
                    {'messages':[]}                                   | missing             | ["body","model"]
                    {'model':1,'messages':[]}                         | string_type         | ["body","model"]
                    {'model':'m','messages':{}}                       | list_type           | ["body","messages"]
                    {'model':'m','messages':[],'temperature':1.6}     | less_than_equal     | ["body","temperature"]
                    {'model':'m','messages':[],'max_tokens':-1}       | greater_than_equal  | ["body","max_tokens"]
                    {'model':'m','messages':[],'max_tokens':1.5}      | int_type            | ["body","max_tokens"]
                    {'model':'m','messages':[],'stream':'yes'}        | bool_type           | ["body","stream"]
                    {'model':'m','messages':[],'tool_choice':'maybe'} | literal_error       | ["body","tool_choice","ToolChoiceEnum"]
                    {'model':'m','messages':[],'stop':5}              | string_type         | ["body","stop","str"]
                    {'model':'m','messages':[{'content':'x'}]}        | union_tag_not_found | ["body","messages",0]
                    {'model':'m','messages':[{'role':'developer'}]}   | union_tag_invalid   | ["body","messages",0]
                    {'model':'m','messages':[7]}                      | dict_type           | ["body","messages",0]
                    """)
    void saysWhatIsWrongAndWhere(String body, String type, String loc) {
        VendorError error = check(body).orElseThrow();
        assertThat(error.status()).isEqualTo(422);
        assertThat(error.body()).contains("\"type\":\"%s\",\"loc\":%s".formatted(type, loc));
    }

    @Test
    void echoesNoLargeInput() {
        String secret = "a very private sentence ".repeat(4);
        VendorError error = check("{'model':'m','messages':['%s'],'x':'%s'}".formatted(secret, secret))
                .orElseThrow();
        assertThat(error.body()).doesNotContain("private").contains("(98 characters)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "{'model':"})
    void refusesWhatIsNotJson(String body) {
        assertThat(check(body).orElseThrow().status()).isEqualTo(422);
    }

    @Test
    void refusesAnEmptyToolListInTheRecordedForm() {
        assertThat(check("{'model':'m','tools':[],'messages':[" + USER + "]}"))
                .contains(new VendorError(
                        422,
                        "{\"object\":\"Error\",\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"tools\"],"
                                + "\"msg\":\"Extra inputs are not permitted\",\"input\":[]}],\"message\":["
                                + "{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"tools\"],"
                                + "\"msg\":\"Extra inputs are not permitted\",\"input\":[]}],"
                                + "\"type\":\"invalid_request_error\",\"code\":3001}"));
    }

    @Test
    void theLastMessageIsTheAssistantsOnlyAsAPrefix() {
        String said = "{'role':'assistant','content':'Well,'%s}";
        assertThat(conversation(USER, said.formatted(""))).hasValueSatisfying(error -> {
            assertThat(error.status()).isEqualTo(400);
            assertThat(error.body()).contains("Expected last role User or Tool", "\"code\":\"3230\"");
        });
        assertThat(conversation(USER, said.formatted(",'prefix':true"))).isEmpty();
    }

    @Test
    void toolCallIdsHaveNineLettersOrDigits() {
        assertThat(conversation(USER, CALL, RESULT)).isEmpty();
        assertThat(conversation(USER, CALL.replace("aq1aPdShN", "call_1234"), RESULT))
                .hasValueSatisfying(error -> assertThat(error.body()).contains("\"code\":\"3280\""));
        assertThat(conversation(USER, CALL, RESULT.replace("aq1aPdShN", "aq1aPdShN0")))
                .hasValueSatisfying(error -> assertThat(error.body()).contains("\"code\":\"3280\""));
    }

    @Test
    void everyToolCallNeedsOneResult() {
        assertThat(conversation(USER, CALL)).isPresent();
        assertThat(conversation(USER, CALL, USER)).isPresent();
        assertThat(conversation(USER, RESULT)).isPresent();
        assertThat(conversation(USER, CALL, RESULT, RESULT))
                .hasValueSatisfying(error -> assertThat(error)
                        .isEqualTo(new VendorError(
                                400,
                                "{\"object\":\"error\",\"message\":\"Not the same number of function calls and"
                                        + " responses\",\"type\":\"invalid_request_error\",\"param\":null,"
                                        + "\"code\":null}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'model':'codestral-latest'}                              | missing            | ["body","prompt"]
                    {'prompt':'x'}                                            | missing            | ["body","model"]
                    {'model':'m','prompt':['x']}                              | string_type        | ["body","prompt"]
                    {'model':'m','prompt':'x','min_tokens':-1}                | greater_than_equal | ["body","min_tokens"]
                    {'model':'m','prompt':'x','messages':[]}                  | extra_forbidden    | ["body","messages"]
                    {'model':'m','prompt':'x','n':2}                          | extra_forbidden    | ["body","n"]
                    """)
    void codeCompletionHasASchemaOfItsOwn(String body, String type, String loc) {
        VendorError error = checkCode(body).orElseThrow();
        assertThat(error.status()).isEqualTo(422);
        assertThat(error.body()).contains("\"type\":\"%s\",\"loc\":%s".formatted(type, loc));
    }

    @Test
    void codeNeedsNoSuffix() {
        assertThat(checkCode("{'model':'m','prompt':'def f('}")).isEmpty();
        assertThat(checkCode("{'model':'m','prompt':'def f(','suffix':null,'min_tokens':3}"))
                .isEmpty();
    }

    private static Optional<VendorError> checkCode(String body) {
        return new RequestCheck(Api.CODE).check(body.replace('\'', '"').getBytes(UTF_8));
    }

    private Optional<VendorError> conversation(String... messages) {
        return check("{'model':'m','messages':[" + String.join(",", messages) + "]}");
    }

    private Optional<VendorError> check(String body) {
        return check.check(body.replace('\'', '"').getBytes(UTF_8));
    }
}
