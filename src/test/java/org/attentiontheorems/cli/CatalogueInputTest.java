package org.attentiontheorems.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Theorem;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every instance type of the catalogue, fed with its own examples in which one value, array or field is exchanged: numbers that overflow,
 * vanish or ask for an endless computation, values of other types, ragged and empty arrays, fields that are missing or unknown. The answer
 * is a verdict or one sentence that names the field, within 5 s of one core.
 */
class CatalogueInputTest {
    private static final int PER_THEOREM = Integer.getInteger("theorems.tries", 200) / 5;
    private static final List<String> VALUES = List.of(
            "-1",
            "0",
            "1",
            "2",
            "0.5",
            "1e-320",
            "1e-9",
            "1e9",
            "1000000000",
            "2147483647",
            "1e155",
            "1e308",
            "-1e308",
            "1e400",
            "\"NaN\"",
            "\"1\"",
            "null",
            "true",
            "[]",
            "{}",
            "[1]",
            "[[1]]");

    @TestFactory
    Stream<DynamicTest> everyInstanceTypeAnswersOrRefuses() {
        return Catalogue.all().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.page().id(), () -> feed(entry.theorem())));
    }

    private static <I extends Record> void feed(Theorem<I> theorem) {
        Random random = new Random(theorem.id().hashCode());
        List<Example<I>> examples = theorem.examples();
        List<String> complaints = new ArrayList<>();
        for (int k = 0; k < PER_THEOREM; k++) {
            I instance = examples.get(k % examples.size()).instance();
            JsonNode changed = Json.mapper().readTree(Json.mapper().writeValueAsString(instance));
            String what = change(changed, "", random);
            String complaint = complaint(theorem, text(changed));
            if (!complaint.isEmpty()) {
                complaints.add(what + ": " + complaint);
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** Hostile values are marked in the tree, since it cannot hold all of them. */
    private static String text(JsonNode tree) {
        return Json.mapper()
                .writeValueAsString(tree)
                .replaceAll("\"@(.*?)@\"", "$1")
                .replace("\\\"", "\"");
    }

    /** Changes one place and says which. */
    private static String change(JsonNode node, String path, Random random) {
        int size = node.size();
        int chosen = random.nextInt(size);
        boolean deeper = random.nextInt(8) > 0;
        if (node instanceof ObjectNode object) {
            String field = new ArrayList<>(object.propertyNames()).get(chosen);
            String place = path + "." + field;
            JsonNode value = object.get(field);
            if (value.isContainer() && !value.isEmpty() && deeper) {
                return change(value, place, random);
            }
            return switch (random.nextInt(10)) {
                case 0 -> {
                    object.remove(field);
                    yield place + " removed";
                }
                case 1 -> {
                    object.put("unknown", 1);
                    yield path + ".unknown added";
                }
                default -> {
                    String hostile = VALUES.get(random.nextInt(VALUES.size()));
                    object.put(field, "@" + hostile + "@");
                    yield place + " = " + hostile;
                }
            };
        }
        ArrayNode array = (ArrayNode) node;
        String place = path + "[" + chosen + "]";
        if (array.get(chosen).isContainer() && !array.get(chosen).isEmpty() && deeper) {
            return change(array.get(chosen), place, random);
        }
        return switch (random.nextInt(8)) {
            case 0 -> {
                array.remove(chosen);
                yield place + " removed";
            }
            case 1 -> {
                array.add(array.get(chosen));
                yield place + " repeated";
            }
            default -> {
                String hostile = VALUES.get(random.nextInt(VALUES.size()));
                array.set(chosen, array.stringNode("@" + hostile + "@"));
                yield place + " = " + hostile;
            }
        };
    }

    /** What is wrong with the answer; empty if nothing is. */
    private static String complaint(Theorem<?> theorem, String json) {
        return assertTimeoutPreemptively(
                Duration.ofMinutes(3), () -> InputOracle.complaint(theorem, json.getBytes(UTF_8)));
    }
}
