package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.ConvergentTraining.Regime;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** What long training looks like: the pictures on the pages of its theorems. */
final class TrainingPictures {
    private static final int TIMES = 100;
    private static final String TIME = "time t";

    private TrainingPictures() {}

    // ---- what training loses and dissipates

    /** Risk, dissipation so far and their sum along one training, and how far the sum is off. */
    static List<Picture> energy(HeadModel model, double horizon) {
        double[] times = TrainingFlow.grid(horizon, TIMES);
        TrainingRun run = TrainingRun.of(TrainingFlow.of(model), model.parameters(), times, Flow.TIGHT);
        double[] risk = along(run, state -> run.flow().risk(state.theta()));
        double[] dissipated = along(run, State::dissipated);
        double[] sum = values(times.length, k -> risk[k] + dissipated[k]);
        double[] start = values(times.length, k -> risk[0]);
        return List.of(
                Picture.of("energy", "What training loses, it dissipates", Axis.linear(TIME), Axis.linear("risk"))
                        .claimed("risk at the start", times, start)
                        .line("risk R", times, risk)
                        .line("dissipated so far, ∫D", times, dissipated)
                        .line("their sum", times, sum)
                        .saying("The risk falls by what is dissipated; the sum of both stays where it began."),
                defect(run, model, horizon));
    }

    /** {@code |R_0 - R_t - ∫D|}: of the adaptive integrator, and of explicit Euler steps, which lose a little more. */
    private static Picture defect(TrainingRun run, HeadModel model, double horizon) {
        Picture picture = Picture.of(
                        "energy-defect",
                        "Defect of the energy identity",
                        Axis.linear(TIME),
                        Axis.logarithmic("|R(0) - R(t) - ∫D|"))
                .saying(
                        "What is left of the identity is the error of the integrator: each halving of Euler's step halves it, "
                                + "and the adaptive integrator leaves rounding.");
        double[] tenths = TrainingFlow.grid(horizon, 10);
        double[] later = Arrays.copyOfRange(tenths, 1, tenths.length);
        for (int steps : new int[] {4, 8, 16}) {
            double[] off = values(later.length, k -> {
                State end = run.flow().euler(model.parameters(), later[k], (k + 1) * steps);
                return offIdentity(run.flow(), model, end);
            });
            picture = picture.line("Euler, " + 10 * steps + " steps", later, off);
        }
        double[] adaptive = values(later.length, k -> {
            State end = run.states().get((k + 1) * TIMES / 10);
            return Math.max(offIdentity(run.flow(), model, end), Math.ulp(1.0));
        });
        return picture.points("adaptive", later, adaptive);
    }

    private static double offIdentity(TrainingFlow flow, HeadModel model, State end) {
        return Math.abs(flow.risk(model.parameters()) - flow.risk(end.theta()) - end.dissipated());
    }

    // ---- limits

    /** Heads with one query and one key dimension, in the plane of both. */
    static Picture headsInThePlane() {
        HeadModel data = DiracStability.worked().instance().model();
        double[][] starts = {{1.2, 0.3}, {0.2, 1}, {-0.9, 0.8}, {-1, -0.4}, {-0.2, -1.1}, {0.9, -0.9}};
        List<Head> heads = Arrays.stream(starts)
                .map(qk -> Head.of(data.shape(), new double[] {qk[0], qk[1], -0.3, 0.3}, 0))
                .toList();
        double[] masses = new double[heads.size()];
        Arrays.fill(masses, 1.0 / masses.length);
        HeadModel model = data.withAtoms(masses, heads);
        double[] times = values(TIMES, k -> k == 0 ? 0 : 0.05 * StrictMath.pow(1e4, k / (TIMES - 1.0)));
        TrainingRun run = TrainingRun.of(TrainingFlow.of(model), model.parameters(), times, Flow.TIGHT);
        Picture picture = Picture.plane("heads", "Six heads in training", "query q", "key k");
        int p = model.shape().parameters();
        for (int a = 0; a < heads.size(); a++) {
            int head = a;
            picture = picture.line(
                    "head " + (a + 1),
                    along(run, state -> state.theta()[head * p]),
                    along(run, state -> state.theta()[head * p + 1]));
        }
        double[] end = run.last().theta();
        return picture.points(
                        "where they come to rest",
                        values(heads.size(), a -> end[a * p]),
                        values(heads.size(), a -> end[a * p + 1]))
                .saying(
                        "Every head follows a path of finite length to a single limit. Balance between queries and keys, "
                                + "q² - k² → 0, brings them to the diagonals.");
    }

    /** The counterexample that is three times differentiable but not analytic. */
    static Picture spiralValley() {
        double[] s = values(Picture.MOST_POINTS, k -> 20.0 * k / (Picture.MOST_POINTS - 1));
        List<SpiralValley.Point> path = new SpiralValley(0.45, 0).path(s);
        double[] turn = values(TIMES + 1, k -> 2 * Math.PI * k / TIMES);
        return Picture.plane("spiral-valley", "A smooth valley without a limit", "q", "k")
                .claimed(
                        "unit circle, where U = 0",
                        values(turn.length, k -> StrictMath.cos(turn[k])),
                        values(turn.length, k -> StrictMath.sin(turn[k])))
                .line(
                        "path of the head",
                        values(
                                s.length,
                                k -> (1 - path.get(k).delta())
                                        * StrictMath.cos(path.get(k).phi())),
                        values(
                                s.length,
                                k -> (1 - path.get(k).delta())
                                        * StrictMath.sin(path.get(k).phi())))
                .saying(
                        "The potential is three times differentiable, the risk and its gradient tend to 0, and the head "
                                + "winds around the circle for ever: a Kurdyka-Łojasiewicz inequality is needed for a limit.");
    }

    // ---- rates of convergence

    /** Excess risk under domination, and in the quartic valley, against what the theorem allows. */
    static List<Picture> gaps(GradientDominationRates.Instance valueOnly, GradientDominationRates.Instance ridge) {
        Picture exponential = Picture.of(
                        "exponential",
                        "Excess risk under domination",
                        Axis.linear("κ t"),
                        Axis.logarithmic("E(t) / E(0)"))
                .saying("Where the dissipation dominates the excess risk, it falls at least like e^(-2κt).");
        exponential = gap(
                exponential,
                "values only",
                ConvergentRun.of(
                        valueOnly.training(),
                        valueOnly.model(),
                        TrainingFlow.grid(3 / valueOnly.model().lambda(), 60)));
        exponential = gap(
                exponential,
                "ridge regime",
                ConvergentRun.of(ridge.training(), ridge.model(), TrainingFlow.grid(1, 60)));
        double[] unit = TrainingFlow.grid(3, 60);
        exponential = exponential.claimed("e^(-2κt)", unit, values(unit.length, k -> StrictMath.exp(-2 * unit[k])));
        return List.of(exponential, quarticGap());
    }

    private static Picture gap(Picture picture, String label, ConvergentRun run) {
        double kappa = run.training().kappa();
        int n = (int) IntStream.range(0, run.run().times().length)
                .takeWhile(run::isResolved)
                .count();
        return picture.line(
                label,
                values(n, k -> kappa * run.run().times()[k]),
                values(n, k -> run.gap(k).value() / run.gapStart()));
    }

    private static Picture quarticGap() {
        double[] times = values(61, k -> k == 0 ? 0 : StrictMath.pow(10, k / 12.0 - 1));
        HeadModel valley = QuarticValley.model(2, new double[] {0.5, 0.5}, 0.6, 0.4);
        ConvergentRun run = ConvergentRun.of(ConvergentTraining.of(valley, Regime.QUARTIC), valley, times);
        double[] later = Arrays.copyOfRange(times, 1, times.length);
        return Picture.of(
                        "quartic",
                        "Excess risk at a degenerate minimum",
                        Axis.logarithmic(TIME),
                        Axis.logarithmic("E(t)"))
                .line(
                        "quartic valley, two heads",
                        later,
                        values(later.length, k -> run.gap(k + 1).value()))
                .claimed("bound with exponent ϑ = 3/4", later, values(later.length, k -> run.gapBound(later[k])))
                .saying("With exponent 3/4 instead of 1/2 training is polynomial: E falls like 1/t².");
    }

    // ---- contraction

    /** Relative distance of pairs of laws in units of their own rate, against what the theorem allows. */
    static Picture contraction(List<StrongMonotonicityStability.Instance> pairs) {
        Picture picture = Picture.of(
                        "contraction",
                        "Two trainings approach each other",
                        Axis.linear("κ t"),
                        Axis.logarithmic("W₂(t) / W₂(0)"))
                .saying("Both laws of heads are trained on the same data in the ridge regime; κ is that of each pair.");
        double longest = 0;
        for (int i = 0; i < pairs.size(); i++) {
            LawPair pair = StrongMonotonicityStability.pair(pairs.get(i));
            double[] times = pair.first().times();
            picture = picture.line(
                    "pair " + (i + 1) + ", κ = " + StrictMath.rint(100 * pair.kappa()) / 100,
                    values(times.length, k -> pair.kappa() * times[k]),
                    values(times.length, k -> pair.w2(k).value() / pair.w2(0).value()));
            longest = Math.max(longest, pair.kappa() * times[times.length - 1]);
        }
        double[] unit = TrainingFlow.grid(longest, 40);
        return picture.claimed("e^(-κt)", unit, values(unit.length, k -> StrictMath.exp(-unit[k])));
    }

    // ---- a Dirac measure

    /** The spectra at a stationary head, the rates at which heads part or return, and both along time. */
    static List<Picture> spectra(DiracStability.Instance x) {
        DiracHessian at = DiracStability.hessian(x);
        double[] potential = at.potential().values();
        double[] full = at.full().values();
        double[] index = values(potential.length, k -> k + 1);
        double[] ends = {index[0], index[index.length - 1]};
        return List.of(
                Picture.of(
                                "spectra",
                                "Spectra at the stationary head",
                                Axis.linear("eigenvalue, counted from below"),
                                Axis.linear("eigenvalue"))
                        .claimed("0: the border of stability", ends, new double[] {0, 0})
                        .points("of H_P, which heads that part see", index, potential)
                        .points("of H_R, which a single head sees", index, full)
                        .saying(
                                "The interaction only adds: H_R is above H_P. An eigenvalue of H_P below 0 lets heads part "
                                        + "although the single head is at a minimum."),
                rates(x, at),
                parting(x, at));
    }

    private static Picture rates(DiracStability.Instance x, DiracHessian at) {
        StationaryHead star = DiracStability.star(x);
        int p = star.theta().length;
        double[] split = values(p, k -> star.splitGrowth(at.potential().vectors()[k], 1e-4, window(at.potential(), k)));
        double[] common = values(p, k -> star.commonGrowth(at.full().vectors()[k], 1e-6, window(at.full(), k)));
        double[] line = {
            -Math.max(at.full().greatest(), at.potential().greatest()), Math.max(0.05, -at.leastPotential())
        };
        return Picture.of(
                        "rates",
                        "Measured rates against eigenvalues",
                        Axis.linear("minus the eigenvalue"),
                        Axis.linear("measured rate"))
                .claimed("equal", line, line)
                .points(
                        "two heads part along eigenvectors of H_P",
                        negated(at.potential().values()),
                        split)
                .points(
                        "a single head moves along eigenvectors of H_R",
                        negated(at.full().values()),
                        common)
                .saying("Each point is one training from a small displacement along an eigenvector.");
    }

    private static double window(Spectrum spectrum, int k) {
        return Math.min(20, 2 / Math.abs(spectrum.values()[k]));
    }

    private static Picture parting(DiracStability.Instance x, DiracHessian at) {
        StationaryHead star = DiracStability.star(x);
        double[] times = TrainingFlow.grid(2 / Math.abs(at.leastPotential()), 60);
        double[] e = at.potential().vectors()[0];
        double[] f = at.full().vectors()[0];
        TrainingRun two = TrainingRun.of(
                star.training(0.5, 0.5), star.perturbed(scaled(e, 1e-4), scaled(e, -1e-4)), times, Flow.TIGHT);
        TrainingRun one = TrainingRun.of(star.training(1), star.perturbed(scaled(f, 1e-4)), times, Flow.TIGHT);
        return Picture.of(
                        "parting",
                        "Two heads part, one returns",
                        Axis.linear(TIME),
                        Axis.logarithmic("distance to θ_*"))
                .line(
                        "two heads",
                        times,
                        along(two, s -> star.distance(two.flow().masses(), s.theta())))
                .line("a single head", times, along(one, s -> star.distance(StationaryHead.ALL_MASS, s.theta())))
                .claimed("e^(-λ_min(H_P) t)", times, exponential(times, at.leastPotential()))
                .claimed("e^(-λ_min(H_R) t)", times, exponential(times, at.leastFull()))
                .saying("The same stationary head attracts a single head and repels a pair of them.");
    }

    private static double[] exponential(double[] times, double rate) {
        return values(times.length, k -> 1e-4 * StrictMath.exp(-rate * times[k]));
    }

    // ---- small things

    private static double[] along(TrainingRun run, ToDoubleFunction<State> quantity) {
        return run.states().stream().mapToDouble(quantity).toArray();
    }

    private static double[] values(int n, IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }

    private static double[] negated(double[] x) {
        return scaled(x, -1);
    }

    private static double[] scaled(double[] x, double by) {
        return Arrays.stream(x).map(v -> by * v).toArray();
    }
}
