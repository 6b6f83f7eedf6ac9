package org.attentiontheorems.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.attentiontheorems.verify.Json;
import tools.jackson.databind.JsonNode;

/**
 * An instance as people read it: scalars by name, small arrays of numbers as vectors and matrices, the rest cut short.
 *
 * @param scalars fields that are one value
 * @param arrays vectors (one row) and matrices
 * @param left how many further fields there are; they stand in the file
 */
public record InstanceDrawing(List<Scalar> scalars, List<Array> arrays, int left) {
    private static final int MOST_FIELDS = 40;
    private static final int MOST_ROWS = 12;
    private static final int MOST_COLUMNS = 12;

    /** A field that is one value, by its path. */
    public record Scalar(String path, String value) {}

    /**
     * A vector or matrix, by its path.
     *
     * @param shape as in {@code 3 × 2}
     * @param cut whether rows or columns were left out
     */
    public record Array(String path, String shape, List<List<String>> rows, boolean cut) {}

    static InstanceDrawing of(JsonNode instance) {
        InstanceDrawing all = new InstanceDrawing(new ArrayList<>(), new ArrayList<>(), 0);
        int left = all.add("", instance);
        return new InstanceDrawing(List.copyOf(all.scalars), List.copyOf(all.arrays), left);
    }

    /** Adds a value and what it holds; the answer is the number of fields for which there was no place. */
    private int add(String path, JsonNode node) {
        if (scalars.size() + arrays.size() >= MOST_FIELDS) {
            return 1;
        }
        if (isMatrix(node) || isVector(node)) {
            arrays.add(array(path, node));
            return 0;
        }
        int left = 0;
        if (node.isObject()) {
            for (var field : node.properties()) {
                left += add(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue());
            }
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                left += add(path + "[" + i + "]", node.get(i));
            }
        } else {
            scalars.add(new Scalar(path, text(node)));
        }
        return left;
    }

    private static boolean isVector(JsonNode node) {
        return node.isArray() && !node.isEmpty() && stream(node).allMatch(JsonNode::isNumber);
    }

    private static boolean isMatrix(JsonNode node) {
        return node.isArray() && node.size() > 0 && stream(node).allMatch(InstanceDrawing::isVector);
    }

    private static Array array(String path, JsonNode node) {
        List<JsonNode> rows = isVector(node) ? List.of(node) : stream(node).toList();
        int columns = rows.stream().mapToInt(JsonNode::size).max().orElse(0);
        List<List<String>> shown = rows.stream()
                .limit(MOST_ROWS)
                .map(row -> stream(row)
                        .limit(MOST_COLUMNS)
                        .map(InstanceDrawing::text)
                        .toList())
                .toList();
        String shape = isVector(node) ? Integer.toString(columns) : rows.size() + " × " + columns;
        return new Array(path, shape, shown, rows.size() > MOST_ROWS || columns > MOST_COLUMNS);
    }

    /** Numbers with five digits: enough to see, the file has them all. */
    private static String text(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.asString();
        }
        return node.isNumber()
                ? Figures.of(node.doubleValue(), 5)
                : node.isString() ? node.stringValue() : Json.mapper().writeValueAsString(node);
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
