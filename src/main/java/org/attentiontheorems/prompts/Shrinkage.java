package org.attentiontheorems.prompts;

/**
 * What a prompt of Gaussian tokens does to the two lowest moments of its output: with the power sums {@code P_k = sum_l p_l^k} of the attention
 * weights, {@code gamma = E P_2} and {@code kappa = 1 - gamma - 6 E[P_3 - P_2²]},
 *
 * <pre>{@code
 * E T = V(m + (1 - gamma) Gamma u),   E|T - Vm|² = kappa |V Gamma u|² + gamma tr V Gamma V'.
 * }</pre>
 *
 * It is given by the two numbers that vanish for infinitely long prompts, so that differences to the limit keep their digits. A prime is a
 * derivative by {@code rho = tau²}.
 */
interface Shrinkage {
    /** {@code E P_2}. */
    double gamma();

    /** {@code 6 E[P_3 - P_2²]}, at least 0. */
    double defect();

    double gammaPrime();

    double defectPrime();

    default double kappa() {
        return 1 - gamma() - defect();
    }

    default double kappaPrime() {
        return -gammaPrime() - defectPrime();
    }

    /** Four numbers that are known. */
    record Values(double gamma, double defect, double gammaPrime, double defectPrime) implements Shrinkage {}

    /** Numbers integrated when they are asked for, some tenths of a millisecond each. */
    record Integrated(GaussianWeights weights) implements Shrinkage {
        @Override
        public double gamma() {
            return weights.gamma();
        }

        @Override
        public double defect() {
            return 6 * (weights.p3() - weights.p2Squared());
        }

        @Override
        public double gammaPrime() {
            return weights.shrinkage().gammaPrime();
        }

        @Override
        public double defectPrime() {
            return weights.shrinkage().defectPrime();
        }
    }

    /** The numbers of one prompt length as functions of rho. */
    @FunctionalInterface
    interface Functions {
        /**
         * The numbers at one rho.
         *
         * @throws org.attentiontheorems.verify.InvalidInstance if rho is beyond the supported range
         */
        Shrinkage at(double rho);

        /** Infinitely long prompts. */
        static Functions limit() {
            Shrinkage none = new Values(0, 0, 0, 0);
            return rho -> none;
        }

        /** Integrated anew at every rho. */
        static Functions integrated(int promptLength) {
            return rho -> new Integrated(GaussianWeights.of(Math.sqrt(rho), promptLength));
        }

        /** {@code 1/L} at every rho, as if all tokens had equal weights. */
        static Functions ofEqualWeights(int promptLength) {
            return rho -> new Values(1.0 / promptLength, 0, 0, 0);
        }
    }
}
