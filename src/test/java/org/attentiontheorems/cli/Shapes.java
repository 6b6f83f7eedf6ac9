package org.attentiontheorems.cli;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.attentiontheorems.verify.Check;

/** An instance with every kind of field that instance files have. */
public record Shapes(
        int count,
        long stamp,
        double level,
        double[] vector,
        double[][] matrix,
        double[][][] tensor,
        int[] sizes,
        int[][] labels,
        boolean flag,
        String name,
        List<Atom> atoms,
        Law law,
        Mode mode) {
    static final String JSON =
            "{\"count\":3,\"stamp\":-7,\"level\":0.5,\"vector\":[1,-2.5e-3],\"matrix\":[[1,2],[3,4]],"
                    + "\"tensor\":[[[1],[2]]],\"sizes\":[1,2],\"labels\":[[0,1],[1,0]],\"flag\":true,\"name\":\"plain\","
                    + "\"atoms\":[{\"q\":[[0.25]],\"weight\":0.5},{\"q\":[[-1]],\"weight\":0.5}],"
                    + "\"law\":{\"type\":\"gaussian\",\"mean\":[0.5]},\"mode\":\"FAST\"}";

    public Shapes {
        Check.between("count", count, 0, 1_000_000);
        Check.finite("level", level);
        Check.finite("vector", vector);
        Check.that(matrix.length > 0, "matrix", "must not be empty");
        Check.matrix("matrix", matrix, matrix.length, matrix[0].length);
        for (int i = 0; i < tensor.length; i++) {
            Check.matrix("tensor[" + i + "]", tensor[i], 2, 1);
        }
        for (int i = 0; i < labels.length; i++) {
            Check.that(labels[i].length == 2, "labels[" + i + "]", "needs 2 entries, has %d", labels[i].length);
        }
        Check.that(!name.isEmpty(), "name", "must not be empty");
        Check.that(name.length() < 100, "name", "is too long: %s", name);
        Check.that(!atoms.isEmpty(), "atoms", "must not be empty");
    }

    public record Atom(double[][] q, double weight) {
        public Atom {
            Check.matrix("q", q, 1, 1);
            Check.that(weight >= 0, "weight", "must be at least 0, is %s", weight);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Gaussian.class, name = "gaussian"),
        @JsonSubTypes.Type(value = Points.class, name = "points")
    })
    public sealed interface Law {}

    public record Gaussian(double[] mean) implements Law {
        public Gaussian {
            Check.finite("mean", mean);
        }
    }

    public record Points(double[][] points) implements Law {
        public Points {
            Check.matrix("points", points, points.length, 2);
        }
    }

    public enum Mode {
        FAST,
        SLOW
    }
}
