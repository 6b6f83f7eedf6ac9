package org.attentiontheorems.prompts;

import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of in-context-regression, for one task. */
final class RegressionPictures {
    private static final int SHOWN = 40;
    private static final int SHORT = 32;
    private static final int LONG = 2048;
    private static final int SIMULATED = 300;
    private static final int[] LENGTHS = {8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384};
    private static final int[] TRAINED = {64, 256, 1024, 4096};
    private static final int[] DRAWN = {8, 32, 128, 512};

    private final RegressionInstance instance;
    private final RegressionTask task;
    private final RandomField random;

    private RegressionPictures(RegressionInstance instance, RandomField random) {
        this.instance = instance;
        this.task = instance.task();
        this.random = random;
    }

    static List<Picture> all(RegressionInstance instance, RandomField random) {
        RegressionPictures pictures = new RegressionPictures(instance, random);
        return List.of(pictures.predictions(), pictures.onePrompt(), pictures.risks(), pictures.flow());
    }

    // ---- predictions

    private Picture predictions() {
        SampledRegression prompt = SampledRegression.draw(task, LONG, SHOWN, random);
        double[] query = task.queries()[0];
        double[] truth = prompt.truth(query);
        double end = Arrays.stream(truth).map(Math::abs).reduce(0, Math::max);
        double[] diagonal = {-end, end};
        RegressionParameters p = task.limit();
        return Picture.plane(
                        "predictions",
                        "Predicted labels of one query against the truth",
                        "true label ⟨w, x⟩",
                        "prediction")
                .claimed("prediction = truth", diagonal, diagonal)
                .points("softmax attention, 32 examples", truth, prompt.softmax(p, query, SHORT))
                .points("softmax attention, 2048 examples", truth, prompt.softmax(p, query, LONG))
                .points(
                        "best linear attention, 2048 examples",
                        truth,
                        prompt.linear(LinearAttention.optimum(task, LONG), query, LONG))
                .saying("Forty drawn functions of the worked task, read from drawn examples with the limit of training."
                        + " Nothing is fitted to the function: the layer reads it from the prompt.");
    }

    private Picture onePrompt() {
        SampledRegression prompt = SampledRegression.draw(task, 1 << 14, 1, random.size(1));
        double[] query = task.queries()[1];
        RegressionParameters p = task.limit();
        int n = 80;
        double[] lengths = new double[n];
        double[] softmax = new double[n];
        double[] linear = new double[n];
        double[] low = new double[n];
        double[] high = new double[n];
        double truth = prompt.truth(query)[0];
        double size = Vectors.scaledNorm(prompt.functions()[0]);
        for (int k = 0; k < n; k++) {
            int length = (int) Math.rint(StrictMath.pow(2, 2 + 12.0 * k / (n - 1)));
            lengths[k] = length;
            softmax[k] = prompt.softmax(p, query, length)[0];
            linear[k] = prompt.linear(LinearAttention.optimum(task, length), query, length)[0];
            double error = StrictMath.sqrt(2 * queryRisk(query, length) / query.length) * size;
            low[k] = truth - error;
            high[k] = truth + error;
        }
        return Picture.of(
                        "one-prompt",
                        "One prompt that grows",
                        Axis.logarithmic("examples L"),
                        Axis.linear("prediction of the label of one query"))
                .band("truth ± exact root mean square error of softmax attention", lengths, low, high)
                .claimed("truth", new double[] {lengths[0], lengths[n - 1]}, new double[] {truth, truth})
                .line("softmax attention", lengths, softmax)
                .line("best linear attention", lengths, linear)
                .saying(
                        "The same drawn examples, more and more of them, of one drawn function. Both attentions settle on the"
                                + " true label at the rate L^(-1/2); softmax attention is the noisier one.");
    }

    /** {@code 1/2 E|b m_L - x_q|²} of one query. */
    private double queryRisk(double[] query, int promptLength) {
        RegressionTask one = RegressionTask.of(task.sigma(), new double[][] {query});
        return one.finiteRisk(task.limit(), Shrinkage.Functions.integrated(promptLength));
    }

    // ---- risks

    private Picture risks() {
        double[] lengths = Arrays.stream(LENGTHS).asDoubleStream().toArray();
        double[] bound = new double[LENGTHS.length];
        double[] softmax = new double[LENGTHS.length];
        double[] limit = new double[LENGTHS.length];
        double[] minimum = new double[LENGTHS.length];
        for (int k = 0; k < LENGTHS.length; k++) {
            int n = LENGTHS[k];
            bound[k] = task.excessBound(n);
            softmax[k] = task.finiteRisk(task.limit(), Shrinkage.Functions.integrated(n));
            limit[k] = task.atOptimum(tau -> StrictMath.exp(tau * tau)) / n;
            minimum[k] = LinearAttention.minimum(task, n);
        }
        double[] trained = new double[TRAINED.length];
        for (int k = 0; k < TRAINED.length; k++) {
            trained[k] = RegressionTraining.run(instance, TRAINED[k]).finalRisk();
        }
        double[] drawn = new double[DRAWN.length];
        double[] bars = new double[DRAWN.length];
        for (int k = 0; k < DRAWN.length; k++) {
            double[] mean = simulated(DRAWN[k], random.size(2 + k));
            drawn[k] = mean[0];
            bars[k] = Math.min(2 * mean[1], mean[0] / 2);
        }
        return Picture.of(
                        "risks", "Risk against prompt length", Axis.logarithmic("examples L"), Axis.logarithmic("risk"))
                .claimed("bound for softmax attention", lengths, bound)
                .claimed("limit of L times the risk, divided by L", lengths, limit)
                .line("softmax attention at (A*, b*), exact", lengths, softmax)
                .points("the same, 300 drawn prompts, two standard errors", doubles(DRAWN), drawn, bars)
                .points("softmax attention trained with L examples", doubles(TRAINED), trained)
                .line("best linear attention", lengths, minimum)
                .saying(
                        "The infinite-prompt limit (A*, b*) of training is a good layer at every length, training with L examples"
                                + " gains little; all fall like 1/L, softmax attention with a larger constant.");
    }

    private static double[] doubles(int[] lengths) {
        return Arrays.stream(lengths).asDoubleStream().toArray();
    }

    /** Mean loss of drawn prompts and its standard error. */
    private double[] simulated(int promptLength, RandomField field) {
        RegressionParameters p = task.limit();
        double sum = 0;
        double squares = 0;
        for (int r = 1; r <= SIMULATED; r++) {
            double loss = SampledRegression.draw(task, promptLength, 8, field.replicate(r))
                    .loss(task, (prompt, query) -> prompt.softmax(p, query, promptLength));
            sum += loss;
            squares += loss * loss;
        }
        double mean = sum / SIMULATED;
        double variance = squares / SIMULATED - mean * mean;
        return new double[] {mean, Math.sqrt(Math.max(0, variance) / SIMULATED)};
    }

    private Picture flow() {
        int n = 61;
        double[] times = new double[n];
        for (int k = 0; k < n; k++) {
            times[k] = 0.5 * k;
        }
        RegressionFlow flow = RegressionFlow.of(
                RegressionModel.REFERENCE, task, RegressionParameters.start(instance.alpha(), task.dimension()), times);
        double[] risk = new double[n];
        double[] posterior = new double[n];
        double[] prior = new double[n];
        for (int k = 0; k < n; k++) {
            risk[k] = flow.risk(k).value();
            posterior[k] = flow.initialRisk()
                    * StrictMath.exp(-task.rate() * flow.states().get(k).squaredScales());
            prior[k] = flow.initialRisk() * StrictMath.exp(-flow.priorRate() * times[k]);
        }
        double late = risk[n - 1];
        double[] slope = new double[n];
        for (int k = 0; k < n; k++) {
            slope[k] = late * StrictMath.exp(2 * task.slowestRate() * (times[n - 1] - times[k]));
        }
        int from = 20;
        return Picture.of(
                        "flow",
                        "Training with infinitely long prompts",
                        Axis.linear("time t"),
                        Axis.logarithmic("risk"))
                .claimed("prior bound", times, prior)
                .claimed("posterior bound, from the scale b on the way", times, posterior)
                .line("risk of the infinite-prompt flow", times, risk)
                .claimed(
                        "final slope, from the Hessian at the limit",
                        Arrays.copyOfRange(times, from, n),
                        Arrays.copyOfRange(slope, from, n))
                .saying(
                        "The risk falls exponentially. The bounds, which see the worst direction only, are safe and loose; the"
                                + " slope in the end is twice the smallest positive eigenvalue of the Hessian.");
    }
}
