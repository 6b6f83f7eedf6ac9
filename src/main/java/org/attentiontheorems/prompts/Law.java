package org.attentiontheorems.prompts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.attentiontheorems.verify.Check;

/** What the tokens of a prompt are drawn from, independently: a Gaussian law or finitely many atoms in R^d. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Law.Gaussian.class, name = "gaussian"),
    @JsonSubTypes.Type(value = Law.Atoms.class, name = "atoms")
})
public sealed interface Law {

    /** Length d of a token. */
    int dimension();

    /**
     * The normal law {@code N(m, BB')} of any rank.
     *
     * @param mean m, d entries
     * @param factor B, d rows of k entries, k at least 1
     */
    record Gaussian(double[] mean, double[][] factor) implements Law {
        public Gaussian {
            Check.finite("mean", mean);
            Check.that(factor.length == mean.length, "factor", "needs %d rows, has %d", mean.length, factor.length);
            Check.matrix("factor", factor, mean.length, factor[0].length);
        }

        @Override
        public int dimension() {
            return mean.length;
        }
    }

    /**
     * Token {@code x_i} with probability {@code pi_i}.
     *
     * @param atoms n tokens of d entries
     * @param weights n probabilities, at least 0, whose sum is 1 within 1e-9
     */
    record Atoms(double[][] atoms, double[] weights) implements Law {
        public Atoms {
            Check.that(atoms.length > 0, "atoms", "must not be empty");
            Check.matrix("atoms", atoms, atoms.length, atoms[0].length);
            Check.that(
                    weights.length == atoms.length,
                    "weights",
                    "needs %d entries, has %d",
                    atoms.length,
                    weights.length);
            Check.weights("weights", weights);
        }

        @Override
        public int dimension() {
            return atoms[0].length;
        }

        /** The same law without the atoms of weight 0, with weights divided by their sum. */
        Atoms support() {
            double[] pi = Check.weights("weights", weights);
            int n = 0;
            for (double weight : pi) {
                n += weight > 0 ? 1 : 0;
            }
            double[][] kept = new double[n][];
            double[] positive = new double[n];
            int next = 0;
            for (int i = 0; i < pi.length; i++) {
                if (pi[i] > 0) {
                    kept[next] = atoms[i];
                    positive[next++] = pi[i];
                }
            }
            return new Atoms(kept, positive);
        }
    }
}
