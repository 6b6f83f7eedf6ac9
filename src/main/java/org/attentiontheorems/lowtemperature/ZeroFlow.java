package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * The flow at temperature zero in closed form up to its clock: with {@code dτ = dt/|Dx|} a token moves like {@code e^(τA) x_0}, normalised.
 * In the eigenbasis of A, where the largest exponential is factored out; the clock {@code τ' = 1/|Dx(τ)|} by an adaptive method of order 8
 * with relative tolerance 1e-12. About a hundred microseconds a token.
 *
 * @param scores D
 * @param projection the spectrum of {@code A = VD}
 * @param sign 1, or -1 for the mistake to move along -A
 */
record ZeroFlow(ScoreMatrix scores, ProjectionMap projection, double sign) {

    static ZeroFlow of(ScoreMatrix scores, ProjectionMap projection) {
        return new ZeroFlow(scores, projection, 1);
    }

    /** The flow along -A. */
    ZeroFlow reversed() {
        return new ZeroFlow(scores, projection, -sign);
    }

    /** τ at a time of at least 0 for a token that starts at x. */
    double tau(double[] x, double time) {
        return clock(x).after(new double[1], time, Flow.TIGHT)[0];
    }

    /** τ at increasing times of at least 0. */
    double[] taus(double[] x, double... times) {
        double[][] states = clock(x).at(new double[1], times, Flow.TIGHT);
        double[] taus = new double[times.length];
        for (int k = 0; k < taus.length; k++) {
            taus[k] = states[k][0];
        }
        return taus;
    }

    private Flow clock(double[] x) {
        int d = x.length;
        double[] start = coordinates(x);
        double[][] images = new double[d][];
        for (int i = 0; i < d; i++) {
            images[i] = scores.direction(projection.vectors()[i]);
        }
        return Flow.of((tau, rate) -> {
            double[] image = new double[d];
            double square = 0;
            for (int i = 0; i < d; i++) {
                double c = start[i] * factor(i, tau[0]);
                square += c * c;
                for (int k = 0; k < d; k++) {
                    image[k] += c * images[i][k];
                }
            }
            rate[0] = Math.sqrt(square / Sums.dot(image, image));
        });
    }

    /** Where a token from x is after τ. */
    double[] position(double[] x, double tau) {
        double[] c = coordinates(x);
        double[] position = new double[x.length];
        for (int i = 0; i < c.length; i++) {
            position = Vectors.plus(position, c[i] * factor(i, tau), projection.vectors()[i]);
        }
        return Vectors.normalised(position);
    }

    /** {@code T} after τ, without cancellation however small; infinite if Πx = 0. */
    double tangent(double[] x, double tau) {
        double[] c = coordinates(x);
        double inside = 0;
        double outside = 0;
        for (int i = 0; i < c.length; i++) {
            double component = c[i] * factor(i, tau);
            if (i < projection.multiplicity()) {
                inside += component * component;
            } else {
                outside += component * component;
            }
        }
        return Math.sqrt(outside / inside);
    }

    /** {@code e^(τ(λ_i - λ))} with λ the eigenvalue that wins. */
    private double factor(int i, double tau) {
        double[] values = projection.values();
        double winner = sign > 0 ? values[0] : values[values.length - 1];
        return StrictMath.exp(sign * tau * (values[i] - winner));
    }

    private double[] coordinates(double[] x) {
        return Vectors.apply(projection.vectors(), x);
    }
}
