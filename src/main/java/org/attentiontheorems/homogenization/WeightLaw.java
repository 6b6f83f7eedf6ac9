package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A finite law of head weights. Atoms with the same key-query matrix form a group, so that what depends on B alone is computed once a group.
 * Immutable.
 */
final class WeightLaw {
    private static final double SYMMETRY_TOLERANCE = 1e-12;

    private final List<WeightAtom> atoms;
    private final int[] groups;

    private WeightLaw(List<WeightAtom> atoms) {
        this.atoms = List.copyOf(atoms);
        this.groups = new int[atoms.size()];
        for (int a = 0; a < groups.length; a++) {
            groups[a] = firstLike(a);
        }
    }

    /** The law of the given atoms, at least one; {@link Inputs#law} checks them. */
    static WeightLaw of(List<WeightAtom> atoms) {
        return new WeightLaw(atoms);
    }

    /**
     * The single-entry design, {@code V = ± d σ e_a e_bᵀ} with all (a, b, ±) equally likely and independent of B: 2d² values for each B, whose
     * second moments {@code E[V_ab V_cd] = σ² δ_ac δ_bd} are those of independent Gaussian entries.
     *
     * @param keyQueries law of B
     * @param dimension d
     * @param sigma standard deviation of an entry
     */
    static WeightLaw singleEntryDesign(List<KeyQueryAtom> keyQueries, int dimension, double sigma) {
        List<WeightAtom> atoms = new ArrayList<>();
        int values = 2 * dimension * dimension;
        for (KeyQueryAtom one : keyQueries) {
            for (int k = 0; k < values; k++) {
                double[][] value = Rows.zeros(dimension, dimension);
                int entry = k / 2;
                value[entry / dimension][entry % dimension] = (k % 2 == 0 ? 1 : -1) * dimension * sigma;
                atoms.add(new WeightAtom(one.prob() / values, one.keyQuery(), value));
            }
        }
        return new WeightLaw(atoms);
    }

    private int firstLike(int a) {
        for (int c = 0; c < a; c++) {
            if (groups[c] == c && sameKeyQuery(c, a)) {
                return c;
            }
        }
        return a;
    }

    @SuppressWarnings("ReferenceEquality") // a shared matrix need not be compared entry by entry
    private boolean sameKeyQuery(int a, int c) {
        double[][] one = atoms.get(a).keyQuery();
        double[][] other = atoms.get(c).keyQuery();
        return one == other || Rows.same(one, other);
    }

    /** The law of the same B with every value changed. */
    WeightLaw mapValues(UnaryOperator<double[][]> change) {
        return new WeightLaw(atoms.stream()
                .map(atom -> atom.withValue(change.apply(atom.value())))
                .toList());
    }

    /** The atoms, in the order of the file. */
    List<WeightAtom> atoms() {
        return atoms;
    }

    int size() {
        return atoms.size();
    }

    int dimension() {
        return atoms.get(0).value().length;
    }

    WeightAtom atom(int a) {
        return atoms.get(a);
    }

    double[] probabilities() {
        return atoms.stream().mapToDouble(WeightAtom::prob).toArray();
    }

    /** Index of the first atom with the same key-query matrix as atom a, exactly. */
    int group(int a) {
        return groups[a];
    }

    /** Whether all heads attend alike. */
    boolean hasOneKeyQuery() {
        for (int group : groups) {
            if (group != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code Σ_a p_a V_a}. */
    double[][] meanValue() {
        double[][] mean = Rows.zeros(dimension(), dimension());
        for (WeightAtom atom : atoms) {
            Rows.add(mean, atom.prob(), atom.value());
        }
        return mean;
    }

    /** {@code max_a |V_a|}, a bound of all head outputs. */
    double largestValueNorm() {
        double largest = 0;
        for (WeightAtom atom : atoms) {
            largest = Math.max(largest, Rows.operatorNorm(atom.value()));
        }
        return largest;
    }

    /** The largest entry, in absolute value, of {@code Σ p_a V_a} over the atoms of one group: 0 if values are centred given B. */
    double largestConditionalMean() {
        double largest = 0;
        for (int g = 0; g < groups.length; g++) {
            double[][] mean = Rows.zeros(dimension(), dimension());
            for (int a = g; a < groups.length; a++) {
                if (groups[a] == g) {
                    Rows.add(mean, atom(a).prob(), atom(a).value());
                }
            }
            largest = Math.max(largest, Rows.largest(mean));
        }
        return largest;
    }

    /** Whether (B, V) and (B, -V) have the same total probability, up to 1e-12. */
    boolean isSymmetric() {
        for (int a = 0; a < groups.length; a++) {
            double balance = 0;
            double[][] opposite = Rows.times(-1, atom(a).value());
            for (int c = 0; c < groups.length; c++) {
                if (groups[c] == groups[a]) {
                    balance += Rows.same(atom(c).value(), atom(a).value()) ? atom(c).prob() : 0;
                    balance -= Rows.same(atom(c).value(), opposite) ? atom(c).prob() : 0;
                }
            }
            if (Math.abs(balance) > SYMMETRY_TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}
