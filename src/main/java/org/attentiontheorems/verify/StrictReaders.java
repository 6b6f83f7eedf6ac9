package org.attentiontheorems.verify;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Readers that close what the library's switches leave open: a number is a JSON number, an array a JSON array. */
final class StrictReaders {
    private StrictReaders() {}

    static SimpleModule module() {
        return new SimpleModule()
                .setDeserializerModifier(new TypedObjects())
                .addDeserializer(Double.class, new DoubleReader())
                .addDeserializer(double.class, new DoubleReader())
                .addDeserializer(double[].class, new DoublesReader())
                .addDeserializer(int[].class, new IntsReader());
    }

    /** Reads a JSON number and nothing else: the library would take {@code "NaN"} for one, and 1e999 for an infinite one. */
    private static double finite(JsonParser in, DeserializationContext context) {
        if (!in.currentToken().isNumeric()) {
            return (double) context.handleUnexpectedToken(double.class, in);
        }
        double x = in.getDoubleValue();
        return Double.isFinite(x) ? x : (double) context.handleWeirdNumberValue(double.class, x, "beyond double");
    }

    private static final class DoubleReader extends StdDeserializer<Double> {
        private DoubleReader() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) {
            return finite(in, context);
        }
    }

    /** Reads an array of numbers; the library would take a string for packed binary ones. */
    private static final class DoublesReader extends StdDeserializer<double[]> {
        private DoublesReader() {
            super(double[].class);
        }

        @Override
        public double[] deserialize(JsonParser in, DeserializationContext context) {
            if (!in.isExpectedStartArrayToken()) {
                return (double[]) context.handleUnexpectedToken(double[].class, in);
            }
            double[] values = new double[16];
            int n = 0;
            try {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    values = n < values.length ? values : Arrays.copyOf(values, 2 * n);
                    values[n] = finite(in, context);
                    n++;
                }
            } catch (JacksonException e) {
                throw DatabindException.wrapWithPath(context, e, new JacksonException.Reference(values, n));
            }
            return Arrays.copyOf(values, n);
        }
    }

    private static final class IntsReader extends StdDeserializer<int[]> {
        private IntsReader() {
            super(int[].class);
        }

        @Override
        public int[] deserialize(JsonParser in, DeserializationContext context) {
            if (!in.isExpectedStartArrayToken()) {
                return (int[]) context.handleUnexpectedToken(int[].class, in);
            }
            int[] values = new int[16];
            int n = 0;
            try {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    values = n < values.length ? values : Arrays.copyOf(values, 2 * n);
                    boolean whole = in.currentToken() == JsonToken.VALUE_NUMBER_INT;
                    values[n] = whole ? in.getIntValue() : (int) context.handleUnexpectedToken(int.class, in);
                    n++;
                }
            } catch (JacksonException e) {
                throw DatabindException.wrapWithPath(context, e, new JacksonException.Reference(values, n));
            }
            return Arrays.copyOf(values, n);
        }
    }

    /** Types that come in variants are written as objects; the library would also take the array {@code ["atoms", {…}]}. */
    private static final class TypedObjects extends ValueDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier type, ValueDeserializer<?> reader) {
            Class<?> raw = type.getBeanClass();
            return raw.isInterface() && raw.isAnnotationPresent(JsonTypeInfo.class) ? new TypedObject(reader) : reader;
        }
    }

    private static final class TypedObject extends DelegatingDeserializer {
        private TypedObject(ValueDeserializer<?> variants) {
            super(variants);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> variants) {
            return new TypedObject(variants);
        }

        @Override
        public Object deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer types) {
            return in.hasToken(JsonToken.START_OBJECT)
                    ? super.deserializeWithType(in, context, types)
                    : context.handleUnexpectedToken(handledType(), in);
        }
    }
}
