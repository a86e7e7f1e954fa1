package dev.alize.simulator.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SCHEMA = RequestCheck.readSchema(JSON, Api.CHAT, Dialect.MISTRAL);
    /** Without its discriminator an object may still fit the plain schema; the vendor refuses it. */
    private static final Set<String> DISCRIMINATORS = Set.of("role", "type");

    private final SchemaCheck check = new SchemaCheck(SCHEMA, Set.of());

    @Test
    void agreesWithAGeneralValidatorOnDamagedRequests() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        JsonSchema reference =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);
        List<String> bodies = List.copyOf(RecordedRequests.bodies().values());
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            JsonNode body = JSON.readTree(bodies.get(random.nextInt(bodies.size())));
            damage(body, random);
            boolean valid = reference.validate(body).isEmpty();
            assertThat(check.check(body).isEmpty())
                    .as("seed %d, round %d: %s", seed, i, body)
                    .isEqualTo(valid);
            refused += valid ? 0 : 1;
        }
        assertThat(refused).isBetween(200, 990);
    }

    @Test
    void doesNotStartWithAKeywordItWouldIgnore() {
        ObjectNode schema = JSON.createObjectNode();
        schema.putObject("properties").putObject("x").put("minLength", 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> new SchemaCheck(schema, Set.of()))
                .withMessageContaining("minLength");
    }

    /** Changes one random place: another value, a key more or a key less. */
    private static void damage(JsonNode body, Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(body, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(DISCRIMINATORS);
        int choice = random.nextInt(4);
        if (keys.isEmpty() || choice == 0) {
            object.put("surprise", 1);
        } else if (choice == 1) {
            object.remove(keys.get(random.nextInt(keys.size())));
        } else {
            object.set(keys.get(random.nextInt(keys.size())), value(random));
        }
    }

    private static JsonNode value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.getNodeFactory().textNode("text");
            case 2 -> JSON.getNodeFactory().numberNode(random.nextInt(-2, 3));
            case 3 -> JSON.getNodeFactory().numberNode(random.nextDouble() * 4 - 2);
            case 4 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 5 -> JSON.createArrayNode();
            case 6 -> JSON.createArrayNode().add("text");
            default -> JSON.createObjectNode();
        };
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> collect(child, objects));
        }
    }
}
