package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Wasserstein;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Trajectory;

/**
 * Two laws ρ, ν of A heads of mass 1/A on the same data, both trained.
 *
 * @param regime the ridge regime around both at the start, whether its assumption holds or not
 * @param first the training of ρ
 * @param second the training of ν
 */
record LawPair(RidgeRegime regime, TrainingRun first, TrainingRun second) {
    private static final int TIMES = 20;

    /** Every fourth time is one of the five at which the synchronous coupling is looked at. */
    private static final int STRIDE = 4;

    private static final double LEAST_ERROR = 1e-11;

    /** Trains both laws to the horizon. */
    static LawPair of(HeadModel model, List<Head> others, double horizon) {
        TrainingFlow flow = TrainingFlow.of(model);
        double[] times = TrainingFlow.grid(horizon, TIMES);
        return new LawPair(
                regime(model, others),
                TrainingRun.of(flow, model.parameters(), times, Flow.TIGHT),
                TrainingRun.of(flow, parameters(model, others), times, Flow.TIGHT));
    }

    /** The ridge regime around both laws, whether its assumption holds or not. */
    static RidgeRegime regime(HeadModel model, List<Head> others) {
        return RidgeRegime.of(model, parameters(model, others));
    }

    private static double[] parameters(HeadModel model, List<Head> others) {
        return model.withAtoms(model.atomWeights(), others).parameters();
    }

    double kappa() {
        return regime.kappa();
    }

    int atoms() {
        return first.flow().masses().length;
    }

    // ---- distances

    /** {@code W_2(ρ_t, ν_t)} at time k of the run. */
    Approx w2(int k) {
        return compared(k, (x, y) -> Wasserstein.w2(rows(x), rows(y)));
    }

    Approx w2End() {
        return w2(TIMES);
    }

    List<Trajectory.Point> w2Path() {
        return path(IntStream.rangeClosed(0, TIMES).toArray(), (x, y) -> Wasserstein.w2(rows(x), rows(y)));
    }

    /** {@code (∫ |θ - θ'|² dΠ_t)^(1/2)} at six times, Π_0 optimal and every pair of heads kept. */
    List<Trajectory.Point> synchronousPath() {
        int[] partners = optimal(0).partners();
        int[] times = IntStream.iterate(0, k -> k <= TIMES, k -> k + STRIDE).toArray();
        return path(times, (x, y) -> Math.sqrt(Wasserstein.meanSquare(rows(x), rows(y), partners)));
    }

    private List<Trajectory.Point> path(int[] times, ToDoubleBiFunction<double[], double[]> distance) {
        return Arrays.stream(times)
                .mapToObj(k -> new Trajectory.Point(first.times()[k], compared(k, distance)))
                .toList();
    }

    /** A number of both laws at time k; its error is its change when both are followed less accurately. */
    private Approx compared(int k, ToDoubleBiFunction<double[], double[]> quantity) {
        double fine = quantity.applyAsDouble(
                first.states().get(k).theta(), second.states().get(k).theta());
        double coarse = quantity.applyAsDouble(
                first.coarse().get(k).theta(), second.coarse().get(k).theta());
        return Approx.within(fine, Math.max(Math.abs(fine - coarse), LEAST_ERROR * Math.abs(fine)));
    }

    /** The distance at the start as the least over all A! ways to match the heads. */
    double leastOverPermutations() {
        return Math.sqrt(leastFrom(new int[atoms()], 0));
    }

    private double leastFrom(int[] partners, int fixed) {
        if (fixed == partners.length) {
            return Wasserstein.meanSquare(rows(first.start()), rows(second.start()), partners);
        }
        double least = Double.POSITIVE_INFINITY;
        for (int b = 0; b < partners.length; b++) {
            int candidate = b;
            if (Arrays.stream(partners, 0, fixed).noneMatch(taken -> taken == candidate)) {
                partners[fixed] = candidate;
                least = Math.min(least, leastFrom(partners, fixed + 1));
            }
        }
        return least;
    }

    /** A wrong distance: the mean of {@code |θ - θ'|} in the optimal coupling. */
    double meanDistance() {
        double[] distances = Arrays.stream(optimal(0).differences())
                .mapToDouble(LawPair::norm)
                .toArray();
        return Sums.neumaier(distances) / atoms();
    }

    /** A wrong distance: by the coupling that matches the nearest two heads first. */
    double greedyDistance() {
        double[][] x = rows(first.start());
        double[][] y = rows(second.start());
        int[] partners = new int[atoms()];
        List<Integer> left = new ArrayList<>(IntStream.range(0, atoms()).boxed().toList());
        List<Integer> right = new ArrayList<>(left);
        while (!left.isEmpty()) {
            int nearest = left.get(0);
            int partner = right.get(0);
            for (int a : left) {
                for (int b : right) {
                    boolean nearer = norm(ConvergentRun.difference(x[a], y[b]))
                            < norm(ConvergentRun.difference(x[nearest], y[partner]));
                    nearest = nearer ? a : nearest;
                    partner = nearer ? b : partner;
                }
            }
            partners[nearest] = partner;
            left.remove((Integer) nearest);
            right.remove((Integer) partner);
        }
        return Math.sqrt(Wasserstein.meanSquare(x, y, partners));
    }

    // ---- couplings

    /** The coupling of both laws at time k that attains W_2. */
    Coupling optimal(int k) {
        double[] x = first.states().get(k).theta();
        double[] y = second.states().get(k).theta();
        return new Coupling(first.flow(), x, y, Wasserstein.optimalCoupling(rows(x), rows(y)));
    }

    Coupling optimalAtEnd() {
        return optimal(TIMES);
    }

    /** The least monotonicity at the start over the optimal coupling and its A - 1 cyclic shifts. */
    double leastMonotonicity() {
        Coupling optimal = optimal(0);
        double least = Double.POSITIVE_INFINITY;
        for (int shift = 0; shift < atoms(); shift++) {
            least = Math.min(least, optimal.shifted(shift).monotonicity());
        }
        return least;
    }

    private double[][] rows(double[] theta) {
        return rows(theta, atoms());
    }

    static double[][] rows(double[] theta, int atoms) {
        int p = theta.length / atoms;
        return IntStream.range(0, atoms)
                .mapToObj(a -> Arrays.copyOfRange(theta, a * p, (a + 1) * p))
                .toArray(double[][]::new);
    }

    static double norm(double[] v) {
        double square = 0;
        for (double c : v) {
            square += c * c;
        }
        return Math.sqrt(square);
    }
}
