package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;

/** Declared families of {@code empirical-risk-sampling}: sharpness of the radius, and necessity of each of its parts. */
final class EmpiricalRiskFamilies {
    private static final int[] SAMPLES = {4, 16, 64, 256, 1024};
    private static final double[] DELTAS = {0.05, 0.2, 0.01};

    /** Half of the allowed window of slopes, 0.02, and the blur of the rule for slopes. */
    private static final double SLOPE_WINDOW = 0.04;

    private EmpiricalRiskFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                twoAtoms(), lopsided(), star(), oneLayer(), SampledPopulation.deviations(), SampledPopulation.rates());
    }

    /**
     * A table of losses without layers behind it.
     *
     * @param losses l_kn, K x N
     * @param weights of the N atoms
     * @param samples M
     * @param delta δ
     */
    record Losses(double[][] losses, double[] weights, int samples, double delta) {
        Losses {
            Check.that(losses.length > 0, "losses", "must not be empty");
            Check.matrix("losses", losses, losses.length, weights.length);
            Check.atLeast("samples", samples, 1);
        }

        EmpiricalRisks law() {
            return EmpiricalRisks.of(losses, weights, samples);
        }

        double[] radii(HoeffdingRadius radius) {
            double[] radii = law().ranges();
            for (int k = 0; k < radii.length; k++) {
                radii[k] = radius.of(radii[k], radii.length, delta, samples);
            }
            return radii;
        }

        EmpiricalRisks.Ratios ratios(EmpiricalRisks law, HoeffdingRadius radius) {
            return law.ratios(law().risks(), radii(radius));
        }
    }

    private static double violation(Losses x, EmpiricalRisks law, HoeffdingRadius radius) {
        return x.ratios(law, radius).exceeding(1);
    }

    // ---- sharpness

    private static Bound<Losses> coinQuantile(HoeffdingRadius radius) {
        return Claim.<Losses>bound(
                        "two-atom-quantile", x -> x.ratios(x.law(), radius).quantile(x.delta()))
                .atMost(x -> 1);
    }

    private static Bound<Losses> coinViolation(HoeffdingRadius radius) {
        return Claim.<Losses>bound("two-atom-violation", x -> violation(x, x.law(), radius))
                .atMost(Losses::delta);
    }

    /** Two losses of weight 1/2: the quantile stays between 0.46 and 0.81 of the radius, for every M and δ. */
    private static Family<Losses> twoAtoms() {
        List<Losses> instances = new ArrayList<>();
        for (double delta : DELTAS) {
            for (int samples : SAMPLES) {
                instances.add(new Losses(new double[][] {{0.2, 1.3}}, new double[] {0.5, 0.5}, samples, delta));
            }
        }
        return Family.of("two-atoms", "two equally likely losses, 4 to 1024 samples, δ = 0.05, 0.2, 0.01", instances)
                .claims(
                        coinQuantile(HoeffdingRadius.REFERENCE),
                        coinViolation(HoeffdingRadius.REFERENCE),
                        Claim.<Losses>bound("two-atom-attained", EmpiricalRiskFamilies::quantile)
                                .atLeast(x -> 0.46))
                .controls(
                        new NegativeControl<>(
                                "three-quarters-of-the-radius",
                                "claims three quarters of the radius",
                                coinQuantile(HoeffdingRadius.times(0.75))),
                        new NegativeControl<>(
                                "radius-over-m", "divides by M for sqrt(M)", coinViolation(HoeffdingRadius.overM())),
                        new NegativeControl<>(
                                "half-of-the-range",
                                "takes the largest deviation from the middle for the range",
                                coinViolation(HoeffdingRadius.ofHalfTheRange())),
                        new NegativeControl<>(
                                "common-logarithm",
                                "takes the logarithm to base 10",
                                coinViolation(HoeffdingRadius.withCommonLogarithm())),
                        new NegativeControl<>(
                                "one-draw-copied",
                                "counts one draw M times: the samples are not independent",
                                Claim.<Losses>bound(
                                                "two-atom-violation",
                                                x -> violation(x, x.law().copied(), HoeffdingRadius.REFERENCE))
                                        .atMost(Losses::delta)));
    }

    /** The exact mean deviation falls like {@code M^-1/2}, neither faster nor slower. */
    private static Family<Losses> lopsided() {
        Losses losses = new Losses(new double[][] {{0.2, 1.3}}, new double[] {0.3, 0.7}, 16, 0.1);
        ExactRate<Losses> rate = Claim.<Losses>exactRate(
                        "mean-deviation-rate", (x, samples, effort) -> Approx.direct(deviation(x, samples)))
                .fallsLike(0.5, SLOPE_WINDOW, 16, 32, 64, 128, 256, 512, 1024)
                .under((x, samples) -> x.law().ranges()[0] / (2 * Math.sqrt(samples)))
                .sharp();
        return Family.of("lopsided", "two losses of weights 0.3 and 0.7, 16 to 1024 samples", List.of(losses))
                .claims(rate)
                .controls(new NegativeControl<>(
                        "deviation-like-one-over-m", "claims the rate 1/M", rate.fallsLike(1, SLOPE_WINDOW)));
    }

    private static double deviation(Losses x, int samples) {
        EmpiricalRisks law = EmpiricalRisks.of(x.losses(), x.weights(), samples);
        return law.meanAbsoluteDeviation(0, law.risks()[0]);
    }

    // ---- necessity

    /** Ten controls that each fail on three of six sequences, one of them common: the union bound is needed. */
    private static Family<Losses> star() {
        double[][] losses = new double[10][6];
        int k = 0;
        for (int a = 1; a < 6; a++) {
            for (int b = a + 1; b < 6; b++) {
                losses[k][0] = 1;
                losses[k][a] = 1;
                losses[k++][b] = 1;
            }
        }
        double[] weights = IntStream.range(0, 6).mapToDouble(n -> 1.0 / 6).toArray();
        List<Losses> instances = List.of(new Losses(losses, weights, 6, 0.1), new Losses(losses, weights, 12, 0.2));
        return Family.of(
                        "star",
                        "ten controls, each failing on a triple of six sequences that contains the first",
                        instances)
                .claims(
                        Claim.<Losses>bound("union-violation", x -> violation(x, x.law(), HoeffdingRadius.REFERENCE))
                                .atMost(Losses::delta),
                        Claim.<Losses>bound("union-needed", x -> violation(x, x.law(), HoeffdingRadius.ofOneMean()))
                                .atLeast(x -> 0.25))
                .controls(new NegativeControl<>(
                        "no-union-bound",
                        "uses the radius of one control for ten",
                        Claim.<Losses>bound("union-violation", x -> violation(x, x.law(), HoeffdingRadius.ofOneMean()))
                                .atMost(Losses::delta)));
    }

    private static final Memo<EmpiricalRiskSampling.Instance, SampledRisks> RISKS =
            Memo.of(x -> SampledRisks.of(x.model(), x.controls(), x.depth(), x.samples()));

    /** A single layer: its bias is larger than what sampling explains. */
    private static Family<EmpiricalRiskSampling.Instance> oneLayer() {
        List<EmpiricalRiskSampling.Instance> instances = IntStream.of(20, 200)
                .mapToObj(samples -> new EmpiricalRiskSampling.Instance(
                        1,
                        1,
                        List.of(ScalarLayer.control(0.5)),
                        ScalarLayer.READOUT,
                        List.of(ScalarLayer.atom(0.5, 0.5), ScalarLayer.atom(0.65, 0.5)),
                        samples,
                        0.1))
                .toList();
        return Family.of("one-layer", "a network of one layer, two sequences, 20 and 200 samples", instances)
                .claims(Claim.<EmpiricalRiskSampling.Instance>bound(
                                "one-layer-violation",
                                x -> RISKS.apply(x)
                                        .aboutFlow(HoeffdingRadius.REFERENCE, x.delta())
                                        .exceeding(1))
                        .atMost(EmpiricalRiskSampling.Instance::delta))
                .controls(new NegativeControl<>(
                        "no-depth-term",
                        "takes the risk of the network for that of the flow",
                        Claim.<EmpiricalRiskSampling.Instance>bound("one-layer-violation", x -> withoutDepthTerm(x))
                                .atMost(EmpiricalRiskSampling.Instance::delta)));
    }

    private static double withoutDepthTerm(EmpiricalRiskSampling.Instance x) {
        SampledRisks risks = RISKS.apply(x);
        double[] radii = risks.radii(HoeffdingRadius.REFERENCE, x.delta());
        return risks.law().ratios(risks.flowRisks(), radii).exceeding(1);
    }

    // ---- pictures

    /** Quantiles of the deviation against the radius, for two atoms. */
    static Picture coinPicture() {
        int[] samples = IntStream.rangeClosed(1, 11).map(k -> 1 << k).toArray();
        double[] m = IntStream.of(samples).mapToDouble(x -> x).toArray();
        Picture picture = Picture.of(
                        "quantiles-against-radius",
                        "Two equally likely losses: exact quantiles of the deviation",
                        Picture.Axis.logarithmic("samples M"),
                        Picture.Axis.linear("quantile of |R̂ - R|, in radii"))
                .claimed(
                        "the radius",
                        m,
                        IntStream.of(samples).mapToDouble(x -> 1).toArray());
        for (double delta : DELTAS) {
            picture = picture.line(
                    "quantile at 1 - " + delta,
                    m,
                    IntStream.of(samples)
                            .mapToDouble(x ->
                                    quantile(new Losses(new double[][] {{0, 1}}, new double[] {0.5, 0.5}, x, delta)))
                            .toArray());
        }
        return picture.saying(
                "The deviation keeps between half and four fifths of the radius however many samples are drawn:"
                        + " neither its rate nor, by more than a fifth, its constant can be improved. The steps are those of counting.");
    }

    private static double quantile(Losses x) {
        return x.ratios(x.law(), HoeffdingRadius.REFERENCE).quantile(x.delta());
    }
}
