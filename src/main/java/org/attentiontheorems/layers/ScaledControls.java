package org.attentiontheorems.layers;

import java.util.Arrays;

/**
 * The one-parameter class {@code θ_u = u θ̄}, u in [0, 1], covered by the net {@code j/n}, j = 0 … n: losses of the network on ten times as
 * fine a grid, and a constant A with {@code |h_L^u - h_L^u'|_∞ <= A |u - u'|}. Building it runs 10 n + 1 networks for every atom.
 *
 * @param losses l_in at {@code u = i / (10 n)}, (10 n + 1) x N
 * @param lipschitz A
 * @param slope D A with {@code D = max_n D_{y_n}}: the Lipschitz constant of the risks in u
 * @param stateSlope the largest {@code |h_L^u - h_L^u'|_∞ / |u - u'|} of neighbours on the grid
 */
record ScaledControls(double[][] losses, double lipschitz, double slope, double stateSlope) {
    private static final int NET = 8;
    private static final int FINE = 10;

    /** The class of the multiples of a control. */
    static ScaledControls of(LayerModel model, Control control, int depth) {
        int steps = FINE * NET;
        Population population = model.population();
        double[][] losses = new double[steps + 1][population.count()];
        double[][] before = new double[population.count()][];
        double stateSlope = 0;
        for (int i = 0; i <= steps; i++) {
            Control scaled = control.times((double) i / steps);
            for (int n = 0; n < before.length; n++) {
                double[] h = model.network().end(scaled, population.starts()[n], depth);
                losses[i][n] = model.readout().loss(h, population.labels()[n]);
                if (i > 0) {
                    double moved = States.distance(h, before[n], control.shape().d());
                    stateSlope = Math.max(stateSlope, moved * steps);
                }
                before[n] = h;
            }
        }
        double lipschitz = lipschitz(model, control);
        double steepest = Arrays.stream(population.labels())
                .mapToDouble(model.readout()::lipschitz)
                .max()
                .orElseThrow();
        return new ScaledControls(losses, lipschitz, steepest == 0 ? 0 : steepest * lipschitz, stateSlope);
    }

    /**
     * {@code A_{s+1} = e^(Λ_s/S) A_s + κ_s/S φ(Λ_s/S)}, where Λ_s bounds the derivative of the field in the state and κ_s that in u, on the
     * ball that no state leaves.
     */
    private static double lipschitz(LayerModel model, Control control) {
        int d = control.shape().d();
        double start = Arrays.stream(model.population().starts())
                .mapToDouble(h -> States.largestRow(h, d))
                .max()
                .orElseThrow();
        double[] radii = AprioriTube.of(model.field(), control, start).radii();
        LayerNorms[] norms = LayerNorms.of(model.field(), control);
        double step = 1.0 / norms.length;
        double a = 0;
        for (int s = 0; s < norms.length; s++) {
            LayerNorms of = norms[s];
            double r = radii[s + 1];
            double x = of.lipschitz(r, r) * step;
            double inU = of.speed(r) + of.w2() * (of.w1() * r + of.tau1()) + 2 * of.v() * of.b() * r * r * r;
            a = StrictMath.exp(x) * a + inU * step * Growth.phi(x);
        }
        return Double.isNaN(a) ? Double.POSITIVE_INFINITY : a;
    }

    /** {@code 2 D A r_u = D A / n}: what the net may miss. */
    double gap() {
        return slope / NET;
    }

    /** {@code B = max_j B_j} over the net. */
    double range() {
        double[] ranges =
                EmpiricalRisks.of(losses, new double[losses[0].length], 1).ranges();
        double largest = 0;
        for (int i = 0; i < ranges.length; i += FINE) {
            largest = Math.max(largest, ranges[i]);
        }
        return largest;
    }

    /** The empirical risks on the fine grid, from the same draws of atoms. */
    private EmpiricalRisks risks(EmpiricalRisks drawn) {
        return EmpiricalRisks.of(losses, drawn.weights(), drawn.samples());
    }

    /**
     * The law of {@code sup_u |R̂_u - R_u| / (D A / n + r)} over the fine grid, r the radius of the net.
     *
     * @param drawn weights of the atoms and number M of draws
     */
    EmpiricalRisks.Ratios supremumShare(EmpiricalRisks drawn, double delta) {
        double radius = HoeffdingRadius.REFERENCE.of(range(), NET + 1.0, delta, drawn.samples());
        EmpiricalRisks law = risks(drawn);
        double[] allowances = new double[losses.length];
        Arrays.fill(allowances, gap() + radius);
        return law.ratios(law.risks(), allowances);
    }

    /** The largest of {@code sup_u |R̂_u - R_u| - max_j |R̂_j - R_j|} over all count vectors. */
    double missedByNet(EmpiricalRisks drawn) {
        EmpiricalRisks law = risks(drawn);
        double[] targets = law.risks();
        double[] worst = new double[1];
        law.forEach((risks, probability) -> {
            double fine = 0;
            double net = 0;
            for (int i = 0; i < risks.length; i++) {
                double deviation = Math.abs(risks[i] - targets[i]);
                fine = Math.max(fine, deviation);
                net = i % FINE == 0 ? Math.max(net, deviation) : net;
            }
            worst[0] = Math.max(worst[0], fine - net);
        });
        return worst[0];
    }
}
