package org.attentiontheorems.prompts;

/**
 * What a prompt of Gaussian tokens does to the two lowest moments of its output, at one {@code rho = tau²}:
 *
 * <pre>
 * E T_L = V(m + (1 - gamma) Gamma u),
 * E|T_L|² = |Vm|² + 2 (1 - gamma) (Vm)'(V Gamma u) + kappa |V Gamma u|² + gamma tr(V Gamma V'),
 * </pre>
 *
 * {@code kappa = 1 - gamma - defect}. For infinitely long prompts gamma and the defect vanish. A prime is a derivative by rho.
 */
interface Concentration {
    /** Infinitely long prompts. */
    Concentration LIMIT = new Values(0, 0, 0, 0);

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
    record Values(double gamma, double defect, double gammaPrime, double defectPrime) implements Concentration {}

    /** Numbers integrated when they are asked for, about half a millisecond each. */
    record Integrated(GaussianWeights weights) implements Concentration {
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
            return weights.gammaPrime();
        }

        @Override
        public double defectPrime() {
            return -weights.gammaPrime() - weights.kappaPrime();
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
        Concentration at(double rho);

        /** Infinitely long prompts. */
        static Functions limit() {
            return rho -> LIMIT;
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
