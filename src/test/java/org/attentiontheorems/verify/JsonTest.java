package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** Numbers as text, and what the mapper refuses. */
class JsonTest {
    private record Sample(
            double[] values, double[][] rows, int n, double x, List<Double> list, Optional<Double> maybe) {}

    private record Scalars(int n, double x) {}

    private record Vector(double[] values) {}

    private record Numbers(SortedMap<String, Double> byName) {}

    private static SizePoint limit(String bound) {
        return Json.mapper()
                .readValue(
                        "{\"n\":1,\"measured\":0.5,\"se\":0.0,\"bound\":" + bound + ",\"replicates\":0}",
                        SizePoint.class);
    }

    private static void assertRefused(String json, Class<?> type) {
        assertThatThrownBy(() -> Json.mapper().readValue(json, type)).as(json).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "2e23, 2E+23",
        "1, 1",
        "100, 1E+2",
        "-0.25, -0.25",
        "0.3333333333333333, 0.3333333333333333",
        "0.30000000000000004, 0.30000000000000004",
        "1e-7, 1E-7",
        "123456.789, 123456.789",
        "1.7976931348623157e308, 1.7976931348623157E+308",
        "4.9e-324, 4.94065645841247E-324",
        "2.2250738585072014e-308, 2.2250738585072014E-308",
        "9007199254740993, 9007199254740992",
    })
    void aNumberIsItsShortestDecimal(double x, String text) {
        assertThat(Json.number(x)).isEqualTo(text);
    }

    @Test
    void zerosKeepTheirSign() {
        assertThat(Json.number(0.0)).isEqualTo("0.0");
        assertThat(Json.number(-0.0)).isEqualTo("-0.0");
        assertThat(Double.doubleToRawLongBits(Json.mapper().readValue("[-0.0]", double[].class)[0]))
                .isEqualTo(Double.doubleToRawLongBits(-0.0));
    }

    @Test
    void everyBitPatternReadsBackAndNoShorterOneWould() {
        RandomField random = RandomField.of(1, "json-test", 0);
        int checked = 0;
        for (int i = 0; i < 8_000; i++) {
            long word = random.word("bits", i / 100, i % 100);
            long bits = i % 4 == 0 ? word & 0x800fffffffffffffL : word;
            double x = Double.longBitsToDouble(bits);
            if (Double.isFinite(x) && x != 0) {
                String text = Json.number(x);
                assertThat(Double.doubleToRawLongBits(Double.parseDouble(text))).isEqualTo(bits);
                assertThat(digits(text)).isLessThanOrEqualTo(shortest(x));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(7_950);
    }

    private static int digits(String text) {
        return new BigDecimal(text).precision();
    }

    private static int shortest(double x) {
        int digits = 15;
        while (new BigDecimal(x)
                        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                        .doubleValue()
                != x) {
            digits++;
        }
        return digits;
    }

    @Test
    void arraysListsAndRowsAreWrittenAlike() {
        Sample sample = new Sample(
                new double[] {0.1, -0.0},
                new double[][] {{2e23}, {1.0 / 3}},
                3,
                1e-7,
                List.of(0.1, 2e23),
                Optional.empty());
        String json = Json.mapper().writeValueAsString(sample);
        assertThat(json)
                .isEqualTo("{\"values\":[0.1,-0.0],\"rows\":[[2E+23],[0.333333333333333315]],\"n\":3,\"x\":1E-7,"
                                .replace("0.333333333333333315", Json.number(1.0 / 3))
                        + "\"list\":[0.1,2E+23],\"maybe\":null}");
        Sample read = Json.mapper().readValue(json, Sample.class);
        assertThat(read.values()).isEqualTo(sample.values());
        assertThat(read.rows()[1]).isEqualTo(sample.rows()[1]);
        assertThat(read.list()).isEqualTo(sample.list());
        assertThat(read.maybe()).isEmpty();
    }

    @Test
    void componentsAndNamesKeepTheirOrder() {
        SortedMap<String, Double> byName = new TreeMap<>();
        byName.put("b", 2.5);
        byName.put("a", 0.5);
        assertThat(Json.mapper().writeValueAsString(new Numbers(byName)))
                .isEqualTo("{\"byName\":{\"a\":0.5,\"b\":2.5}}");
    }

    @Test
    void onlyAnUpperInfinityCanBeWritten() {
        SizePoint infinite = new SizePoint(1, 0.5, 0, Double.POSITIVE_INFINITY, 0);
        assertThat(Json.mapper().writeValueAsString(infinite)).contains("\"bound\":\"Infinity\"");
        for (double x : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> Json.mapper().writeValueAsString(new SizePoint(1, x, 0, 1, 0)))
                    .hasMessageContaining("a number to be written is " + x);
        }
    }

    @Test
    void aLimitIsANumberOrInfinity() {
        assertThat(limit("0.25").bound()).isEqualTo(0.25);
        assertThat(limit("3").bound()).isEqualTo(3);
        assertThat(limit("\"Infinity\"").bound()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"-Infinity\"",
                "\"NaN\"",
                "\"0.25\"",
                "\"\"",
                "NaN",
                "Infinity",
                "1e999",
                "-1e999",
                "null",
                "true",
                "[]",
                "{}"
            })
    void aLimitIsNothingElse(String bound) {
        assertThatThrownBy(() -> limit(bound)).isInstanceOf(JacksonException.class);
    }

    @Test
    void theMapperIsStrict() {
        assertThat(Json.mapper().readValue("{\"n\":1,\"x\":2}", Scalars.class)).isEqualTo(new Scalars(1, 2));
        assertRefused("{\"n\":1,\"x\":2,\"y\":3}", Scalars.class);
        assertRefused("{\"n\":1}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":null}", Scalars.class);
        assertRefused("{\"n\":null,\"x\":2}", Scalars.class);
        assertRefused("{\"n\":1,\"n\":1,\"x\":2}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":2} 3", Scalars.class);
        assertRefused("{\"n\":1.5,\"x\":2}", Scalars.class);
        assertRefused("{\"n\":1.0,\"x\":2}", Scalars.class);
        assertRefused("{\"n\":\"1\",\"x\":2}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":\"2\"}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":true}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":[2]}", Scalars.class);
        assertRefused("{\"n\":99999999999,\"x\":2}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":NaN}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":2,}", Scalars.class);
        assertRefused("[1,2]", Scalars.class);
        assertRefused("", Scalars.class);
        assertRefused("{\"values\":null}", Vector.class);
        assertRefused("{\"values\":[null]}", Vector.class);
        assertRefused("{\"values\":[\"1\"]}", Vector.class);
        assertRefused("{\"values\":[true]}", Vector.class);
        assertRefused("{\"values\":1}", Vector.class);
        assertRefused("{\"values\":[1,]}", Vector.class);
    }

    @Test
    void quantitiesAreReadOnTheirOwn() {
        assertThat(Json.mapper().readValue("{\"b\":1,\"a\":-2.5e-1}", Example.ExpectedQuantities.class))
                .containsExactly(Map.entry("a", -0.25), Map.entry("b", 1.0));
        assertRefused("{\"a\":null}", Example.ExpectedQuantities.class);
        assertRefused("{\"a\":\"1\"}", Example.ExpectedQuantities.class);
    }

    @Test
    void aStringIsNoNumberNoArrayAndNoTypedObject() {
        for (String text : List.of("\"\"", "\"NaN\"", "\"P/AAAAAAAAA=\"", "[\"1\"]", "[\"NaN\"]", "{}", "1", "null")) {
            assertRefused("{\"values\":" + text + "}", Vector.class);
        }
        assertRefused("{\"n\":1,\"x\":\"NaN\"}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":1e999}", Scalars.class);
        assertRefused("{\"n\":1,\"x\":" + "9".repeat(400) + "}", Scalars.class);
    }

    private record Whole(int n) {}

    private record Name(String text) {}

    private record Nested(List<Whole> wholes, List<Name> names, List<Vector> vectors) {}

    @Test
    void aRecordWithOneComponentIsAnObjectAllTheSame() {
        String good = "{\"wholes\":[{\"n\":3}],\"names\":[{\"text\":\"a\"}],\"vectors\":[{\"values\":[1]}]}";
        assertThat(Json.mapper().readValue(good, Nested.class).wholes()).containsExactly(new Whole(3));
        assertRefused(good.replace("{\"n\":3}", "3"), Nested.class);
        assertRefused(good.replace("{\"n\":3}", "[3]"), Nested.class);
        assertRefused(good.replace("{\"text\":\"a\"}", "\"a\""), Nested.class);
        assertRefused(good.replace("{\"values\":[1]}", "[1]"), Nested.class);
    }
}
