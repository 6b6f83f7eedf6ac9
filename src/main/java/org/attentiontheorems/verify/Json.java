package org.attentiontheorems.verify;

import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON mapper: strict in what it reads, and writing doubles by the shortest decimal that reads back (the same on every
 * JDK).
 */
public final class Json {
    private static final JsonMapper MAPPER = build();

    private Json() {}

    /** The mapper for instances and evidence. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** The shortest of 15, 16 and 17 significant digits that reads back; {@code Infinity} for an infinite bound. */
    public static String number(double x) {
        if (x == 0) {
            return 1 / x < 0 ? "-0.0" : "0.0";
        }
        if (!Double.isFinite(x)) {
            return Double.toString(x);
        }
        BigDecimal exact = new BigDecimal(x);
        for (int digits = 15; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == x) {
                return rounded.stripTrailingZeros().toString();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toString();
    }

    private static JsonMapper build() {
        return JsonMapper.builder()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .addModule(StrictReaders.module())
                .addModule(new SimpleModule()
                        .addSerializer(Double.class, new DoubleWriter())
                        .addSerializer(double.class, new DoubleWriter())
                        .addSerializer(double[].class, new DoublesWriter()))
                .build();
    }

    private static void write(double x, JsonGenerator out) {
        if (Double.isFinite(x)) {
            out.writeNumber(number(x));
        } else if (x == Double.POSITIVE_INFINITY) {
            out.writeString("Infinity");
        } else {
            throw new InvalidComputation("a number to be written is " + x);
        }
    }

    private static final class DoubleWriter extends ValueSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializationContext context) {
            write(value, out);
        }
    }

    private static final class DoublesWriter extends ValueSerializer<double[]> {
        @Override
        public void serialize(double[] values, JsonGenerator out, SerializationContext context) {
            out.writeStartArray();
            for (double value : values) {
                write(value, out);
            }
            out.writeEndArray();
        }
    }

    /** Reads a number, or the string "Infinity" where a bound may be infinite. */
    public static final class LimitReader extends ValueDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken().isScalarValue() && "Infinity".equals(in.getString())) {
                return Double.POSITIVE_INFINITY;
            }
            double number = in.getDoubleValue();
            if (!Double.isFinite(number)) {
                return (Double) context.handleWeirdNumberValue(Double.class, number, "is too large for a double");
            }
            return number;
        }
    }
}
