package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.verify.Check;

/** What the instance files of this package are checked for, in the fields that they share. */
final class Inputs {
    private static final double SUM_TOLERANCE = 1e-9;

    private Inputs() {}

    /**
     * Points on the unit sphere from rows that may have any length but 0.
     *
     * @return the rows divided by their norms; a row whose norm is 1 up to rounding is kept bit by bit, so that points once normalised read
     *     back unchanged
     */
    static double[][] points(String field, double[][] rows) {
        Check.that(rows.length > 0, field, "must not be empty");
        Check.that(rows[0].length > 0, field + "[0]", "must not be empty");
        Check.matrix(field, rows, rows.length, rows[0].length);
        double[][] points = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            points[i] = point(field + "[" + i + "]", rows[i]);
        }
        return points;
    }

    private static double[] point(String field, double[] row) {
        double largest = 0;
        for (double entry : row) {
            largest = Math.max(largest, Math.abs(entry));
        }
        Check.that(largest > 0, field, "must not be 0: only its direction counts");
        double square = 0;
        for (double entry : row) {
            square += entry * entry;
        }
        if (Math.abs(square - 1) <= (row.length + 2) * 0x1p-52) {
            return row.clone();
        }
        double[] scaled = row.clone();
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] /= largest;
        }
        return SphereStep.normalised(scaled);
    }

    /** Requires an inverse temperature. */
    static void beta(double beta) {
        Check.finite("beta", beta);
        Check.that(beta >= 0, "beta", "must be at least 0, is %s", beta);
    }

    /** Requires a positive number. */
    static void positive(String field, double value) {
        Check.finite(field, value);
        Check.that(value > 0, field, "must be positive, is %s", value);
    }

    /** Requires a step so small that the normalisation lemma applies. */
    static void lemmaApplies(String field, double rho) {
        Check.that(rho < 1, field, "makes a head move a token by up to %s, which must be below 1", rho);
    }

    /**
     * Requires atoms of a law of head weights in dimension d whose logits do not overflow.
     *
     * @return the atoms, probabilities divided by their sum
     */
    static List<WeightAtom> atoms(String field, List<WeightAtom> atoms, int d, double beta) {
        double[] probabilities = atoms.stream().mapToDouble(WeightAtom::prob).toArray();
        double[] normalised = probabilities(field, probabilities);
        List<WeightAtom> checked = new ArrayList<>();
        for (int a = 0; a < normalised.length; a++) {
            WeightAtom atom = atoms.get(a);
            String at = field + "[" + a + "]";
            keyQuery(at + ".keyQuery", atom.keyQuery(), d, beta);
            Check.matrix(at + ".value", atom.value(), d, d);
            checked.add(new WeightAtom(normalised[a], atom.keyQuery(), atom.value()));
        }
        return List.copyOf(checked);
    }

    /** The same for a law of key-query matrices. */
    static List<KeyQueryAtom> keyQueryAtoms(String field, List<KeyQueryAtom> atoms, int d, double beta) {
        double[] probabilities = atoms.stream().mapToDouble(KeyQueryAtom::prob).toArray();
        double[] normalised = probabilities(field, probabilities);
        List<KeyQueryAtom> checked = new ArrayList<>();
        for (int a = 0; a < normalised.length; a++) {
            keyQuery(field + "[" + a + "].keyQuery", atoms.get(a).keyQuery(), d, beta);
            checked.add(new KeyQueryAtom(normalised[a], atoms.get(a).keyQuery()));
        }
        return List.copyOf(checked);
    }

    /** Requires a d x d matrix B for which {@code β |B|} does not overflow. */
    static void keyQuery(String field, double[][] keyQuery, int d, double beta) {
        Check.matrix(field, keyQuery, d, d);
        double logits = beta * d * Rows.largest(keyQuery);
        Check.that(logits < Double.MAX_VALUE / d, field, "makes logits overflow at beta %s", beta);
    }

    private static double[] probabilities(String field, double[] probabilities) {
        Check.that(probabilities.length > 0, field, "must not be empty");
        double sum = 0;
        for (int a = 0; a < probabilities.length; a++) {
            positive(field + "[" + a + "].prob", probabilities[a]);
            sum += probabilities[a];
        }
        Check.that(Math.abs(sum - 1) <= SUM_TOLERANCE, field, "probabilities must sum to 1, sum is %s", sum);
        return Check.weights(field, probabilities);
    }
}
