package org.attentiontheorems.homogenization;

import org.attentiontheorems.random.RandomField;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * The overlap q of two tokens in the limit, with {@code B = I} and {@code σ² = 1} (another σ² is another clock): with {@code r = artanh q}
 * and {@code c = 1/(1 + cosh(β(1-q)))}
 *
 * <pre>{@code dr = [c(d-2) + (1-c) tanh r] dt + sqrt(2(1-c)) dB.}</pre>
 *
 * <p>The scale density is {@code s'(r) = sech(r) exp(-(d-2) ∫_0^r g)} with {@code g(r) = sech(β(1 - tanh r))}. Far out it is an
 * exponential, so that its tails are integrated in closed form.
 */
record TwoTokenDiffusion(int dimension, double beta) {
    private static final GaussIntegrator NODES = new GaussIntegratorFactory().legendre(12);
    private static final double PANEL = 0.25;

    /** How much the logarithm of the density may change over a panel. */
    private static final double CHANGE = 16;

    /** Beyond this distance and half the logarithm of β the density is exponential to rounding. */
    private static final double FAR = 22;

    /** The probability to come back from here is below e^-12. */
    private static final double SETTLED = 12;

    private static final int BLOCK = 100;

    /** {@code cosh 2β - (d-2)}: positive where tokens may become opposite. */
    double excess() {
        return StrictMath.cosh(2 * beta) - (dimension - 2);
    }

    /** The probability that the overlap tends to -1. */
    double antipodalProbability(double overlap) {
        if (!(excess() > 0)) {
            return 0;
        }
        double start = artanh(overlap);
        double far = FAR + 0.5 * (StrictMath.log(2) + StrictMath.log1p(beta));
        Scale scale = new Scale(Math.min(-far, start), start, Math.max(far, start));
        double decay = 1 - (dimension - 2) / StrictMath.cosh(2 * beta);
        double below = scale.lowEnd() / decay + scale.below();
        double above = scale.above() + scale.highEnd() / (dimension - 1);
        return above / (below + above);
    }

    static double artanh(double q) {
        return 0.5 * (StrictMath.log1p(q) - StrictMath.log1p(-q));
    }

    /** {@code 1 - tanh r}. */
    private static double gap(double r) {
        double e = StrictMath.exp(-2 * Math.abs(r));
        return (r > 0 ? 2 * e : 2) / (1 + e);
    }

    private double g(double r) {
        double e = StrictMath.exp(-beta * gap(r));
        return 2 * e / (1 + e * e);
    }

    private static double logSech(double r) {
        double a = Math.abs(r);
        return StrictMath.log(2) - a - StrictMath.log1p(StrictMath.exp(-2 * a));
    }

    /** The scale density on panels of Gauss-Legendre nodes, up to a common factor that keeps it from overflowing. */
    private final class Scale {
        private final int order = NODES.getNumberOfPoints();
        private final double[] logs;
        private final double[] masses;
        private final int panelsBelow;
        private final double lowLog;
        private final double highLog;
        private final double largest;

        Scale(double low, double start, double high) {
            double panel = Math.min(PANEL, CHANGE / dimension);
            panelsBelow = (int) Math.ceil((start - low) / panel);
            int panels = panelsBelow + (int) Math.ceil((high - start) / panel);
            logs = new double[panels * order];
            masses = new double[panels * order];
            lowLog = logSech(low);
            double exponent = 0;
            for (int p = 0; p < panels; p++) {
                boolean isBelow = p < panelsBelow;
                double width = isBelow ? (start - low) / panelsBelow : (high - start) / (panels - panelsBelow);
                double left = isBelow ? low + p * width : start + (p - panelsBelow) * width;
                exponent = fill(p, left, width, exponent);
            }
            highLog = logSech(high) - (dimension - 2) * exponent;
            double max = Math.max(lowLog, highLog);
            for (double log : logs) {
                max = Math.max(max, log);
            }
            largest = max;
        }

        /** Writes one panel; {@code exponent} is the integral of g up to its left end. Returns that up to its right end. */
        private double fill(int panel, double left, double width, double exponent) {
            for (int k = 0; k < order; k++) {
                double r = left + width * (1 + NODES.getPoint(k)) / 2;
                logs[panel * order + k] = logSech(r) - (dimension - 2) * (exponent + integral(left, r));
                masses[panel * order + k] = NODES.getWeight(k) * width / 2;
            }
            return exponent + integral(left, left + width);
        }

        private double integral(double from, double to) {
            double sum = 0;
            for (int k = 0; k < order; k++) {
                sum += NODES.getWeight(k) * g(from + (to - from) * (1 + NODES.getPoint(k)) / 2);
            }
            return sum * (to - from) / 2;
        }

        private double sum(int fromPanel, int toPanel) {
            double sum = 0;
            for (int k = fromPanel * order; k < toPanel * order; k++) {
                sum += masses[k] * StrictMath.exp(logs[k] - largest);
            }
            return sum;
        }

        double below() {
            return sum(0, panelsBelow);
        }

        double above() {
            return sum(panelsBelow, logs.length / order);
        }

        double lowEnd() {
            return StrictMath.exp(lowLog - largest);
        }

        double highEnd() {
            return StrictMath.exp(highLog - largest);
        }
    }

    // ---- simulation

    /** {@code c = 1/(1 + cosh z)} at {@code z = β(1 - tanh r)}. */
    private double mixing(double r) {
        double e = StrictMath.exp(-beta * gap(r));
        return 2 * e / ((1 + e) * (1 + e));
    }

    /** Euler-Maruyama in r: the place after {@code steps} steps of length h, or the first one beyond 12, from where paths do not come back. */
    double simulate(double overlap, double h, int steps, RandomField random) {
        double r = artanh(overlap);
        for (int k = 0; k < steps && r < SETTLED; k += BLOCK) {
            for (double noise : random.gaussians("overlap noise", k / BLOCK, Math.min(BLOCK, steps - k))) {
                double c = mixing(r);
                r += (c * (dimension - 2) + (1 - c) * (1 - gap(r))) * h + Math.sqrt(2 * (1 - c) * h) * noise;
            }
        }
        return r;
    }
}
