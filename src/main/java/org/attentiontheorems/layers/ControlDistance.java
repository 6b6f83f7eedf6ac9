package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the flows of two controls θ and θ' from one start may part:
 *
 * <pre>{@code D_{l+1} = e^(Λ_l ε) D_l + ε κ_l φ(Λ_l ε),   D_0 = 0,
 * κ_l = |V - V'| R + |W2 - W2'| min(√r, max(w1, w1') R + max(τ1, τ1')) + min(w2, w2') (|W1 - W1'| R + |b1 - b1'|)
 *       + min(v, v') β |B - B'| ρ² R}</pre>
 *
 * with the Lipschitz constant Λ_l of θ on both tubes and R, ρ of the tube of θ'. Norms cost one decomposition per matrix and segment.
 *
 * @param parts what is counted
 */
record ControlDistance(List<Part> parts) {
    /** The blocks that may differ, and what the distance grows by. */
    enum Part {
        VALUES,
        MLP,
        BIAS,
        SCORES,
        GROWTH
    }

    /** The bound of the theorem. */
    static final ControlDistance REFERENCE = new ControlDistance(List.of(Part.values()));

    /** This bound, forgetting one part: a mistake. */
    ControlDistance without(Part forgotten) {
        return new ControlDistance(
                parts.stream().filter(part -> part != forgotten).toList());
    }

    /**
     * D_0 … D_L. Infinite from the start where a tube is.
     *
     * @param start h_0, T x d
     */
    double[] along(LayerField field, Control theta, Control other, double[] start, int depth) {
        double[] distance = new double[depth + 1];
        int d = field.shape().d();
        TwinTube twins = new TwinTube(
                Tube.of(field, theta, start, depth), Tube.of(field, other, start, depth), d, field.tokens());
        if (!twins.isFinite()) {
            Arrays.fill(distance, 1, depth + 1, Double.POSITIVE_INFINITY);
            return distance;
        }
        LayerNorms[] norms = LayerNorms.of(field, theta);
        Differences[] differences = differences(field, theta, other);
        double step = 1.0 / depth;
        for (int l = 0; l < depth; l++) {
            int s = theta.segmentOf(l, depth);
            double x = twins.lipschitz(l, norms[s]) * step;
            double forced = step
                    * differences[s].force(twins.two().radius()[l], twins.two().spread()[l], parts);
            distance[l + 1] = parts.contains(Part.GROWTH)
                    ? StrictMath.exp(x) * distance[l] + forced * Growth.phi(x)
                    : distance[l] + forced;
        }
        return distance;
    }

    private static Differences[] differences(LayerField field, Control theta, Control other) {
        return IntStream.range(0, theta.count())
                .mapToObj(s -> Differences.of(field, theta.segments()[s], other.segments()[s]))
                .toArray(Differences[]::new);
    }

    /**
     * Norms of the differences of two layers.
     *
     * @param one norms of θ
     * @param two norms of θ'
     * @param change norms of θ - θ', with {@code β |B - B'|} for b
     */
    private record Differences(LayerNorms one, LayerNorms two, LayerNorms change) {
        static Differences of(LayerField field, double[] theta, double[] other) {
            LayerNorms apart = LayerNorms.of(field, States.difference(theta, other));
            double scores = field.tokens() == 1
                    ? 0
                    : field.beta()
                            * Matrices.norm(LayerNorms.scores(field.shape(), theta)
                                    .subtract(LayerNorms.scores(field.shape(), other)));
            return new Differences(
                    LayerNorms.of(field, theta),
                    LayerNorms.of(field, other),
                    new LayerNorms(apart.v(), scores, apart.w1(), apart.w2(), apart.tau1(), apart.r()));
        }

        /** κ. */
        double force(double radius, double spread, List<Part> parts) {
            double bias = parts.contains(Part.BIAS) ? change.tau1() : 0;
            double active = Math.max(one.w1(), two.w1()) * radius + Math.max(one.tau1(), two.tau1());
            double kappa = 0;
            if (parts.contains(Part.VALUES)) {
                kappa += change.v() * radius;
            }
            if (parts.contains(Part.MLP)) {
                kappa += change.w2() * Math.min(Math.sqrt(change.r()), active);
                kappa += Math.min(one.w2(), two.w2()) * (change.w1() * radius + bias);
            }
            if (parts.contains(Part.SCORES)) {
                kappa += Math.min(one.v(), two.v()) * change.b() * spread * spread * radius;
            }
            return kappa;
        }
    }
}
