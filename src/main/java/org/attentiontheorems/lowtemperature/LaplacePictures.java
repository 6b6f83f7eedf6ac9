package org.attentiontheorems.lowtemperature;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.LaplaceFamilies.Adversaries;
import org.attentiontheorems.lowtemperature.LaplaceFamilies.Jump;
import org.attentiontheorems.lowtemperature.LaplaceFamilies.Uniform;
import org.attentiontheorems.lowtemperature.LaplacePrinciple.Instance;
import org.attentiontheorems.lowtemperature.SoftmaxReading.Variant;
import org.attentiontheorems.verify.Picture;

/** Pictures of {@code laplace-principle}. */
final class LaplacePictures {
    private static final double A = 0.3;
    private static final double[] KAPPAS = IntStream.rangeClosed(0, 60)
            .mapToDouble(k -> StrictMath.pow(10, k / 10.0))
            .toArray();

    private LaplacePictures() {}

    static List<Picture> all() {
        return List.of(distance(), logarithm(), atoms());
    }

    private static double[] map(double[] xs, DoubleUnaryOperator f) {
        return DoubleStream.of(xs).map(f).toArray();
    }

    private static LaplaceBounds bounds(double kappa) {
        return LaplaceBounds.of(3, kappa, A);
    }

    private static Picture distance() {
        Instance fixed = LaplaceCorners.adversarial(3, A, 1e3);
        return Picture.of(
                        "distance-to-the-hardmax-point",
                        "How far attention is from the hardmax point",
                        Picture.Axis.logarithmic("κ = β|Dx|"),
                        Picture.Axis.logarithmic("W₂(G, δ_y*)"))
                .claimed(
                        "entropy bound, a = 0.3",
                        KAPPAS,
                        map(KAPPAS, k -> LaplaceBounds.distance(bounds(k).entropy())))
                .claimed(
                        "sharp bound, a = 0.3",
                        KAPPAS,
                        map(KAPPAS, k -> LaplaceBounds.distance(bounds(k).sharp())))
                .line(
                        "one atom, placed to do most harm at κ = 1000",
                        KAPPAS,
                        map(
                                KAPPAS,
                                k -> LaplaceFamilies.read(LaplaceFamilies.at(fixed, k))
                                        .w2()))
                .points(
                        "an atom placed anew for every κ",
                        KAPPAS,
                        map(KAPPAS, k -> new Adversaries(3, A).at(k).w2()))
                .line(
                        "uniform tokens",
                        KAPPAS,
                        map(KAPPAS, k -> new Uniform(3).at(k).w2()))
                .saying(
                        "Tokens in R³. A single atom touches the sharp bound at the κ it was placed for and is harmless elsewhere; uniform"
                                + " tokens fall like κ^(-1/2) without a logarithm.");
    }

    private static Picture logarithm() {
        double[] kappas =
                DoubleStream.of(KAPPAS).filter(k -> k >= 10 && k <= 1e5).toArray();
        return Picture.of(
                        "the-logarithm",
                        "The logarithm in the rate is real",
                        Picture.Axis.logarithmic("κ = β|Dx|"),
                        Picture.Axis.linear("sqrt(κ) times the distance"))
                .line(
                        "W₂, worst law with a = 0.3 in R⁵",
                        kappas,
                        scaled(kappas, k -> new Adversaries(5, A).at(k).w2()))
                .line(
                        "W₂, worst law with a = 0.3 in R²",
                        kappas,
                        scaled(kappas, k -> new Adversaries(2, A).at(k).w2()))
                .line(
                        "W₂, uniform tokens in R²",
                        kappas,
                        scaled(kappas, k -> new Uniform(2).at(k).w2()))
                .line("|m - y*|, a density that jumps at y*", kappas, scaled(kappas, k -> new Jump(0.5).distance(k)))
                .line(
                        "|m - y*|, uniform tokens in R²",
                        kappas,
                        scaled(kappas, k -> new Uniform(2).at(k).distance()))
                .saying(
                        "Flat curves fall exactly like κ^(-1/2). The worst laws rise like the root of log κ; a jump of the density keeps the"
                                + " mean at κ^(-1/2); smooth laws have a mean that is closer, of order 1/κ.");
    }

    private static double[] scaled(double[] kappas, DoubleUnaryOperator distance) {
        return map(kappas, k -> Math.sqrt(k) * distance.applyAsDouble(k));
    }

    private static Picture atoms() {
        double[] betas = IntStream.rangeClosed(0, 60).mapToDouble(k -> k / 2.0).toArray();
        Instance x = LaplaceCorners.mixed(1, 0, new double[][] {{0.8, 0.6}, {0, 1}, {-0.6, -0.8}}, 0.3, 0.4, 0.3);
        return Picture.of(
                        "finitely-many-tokens",
                        "Finitely many tokens: the error is exponentially small",
                        Picture.Axis.linear("β"),
                        Picture.Axis.logarithmic("|m - m_J|"))
                .claimed("bound", betas, map(betas, b -> atomic(x, b).bound()))
                .line(
                        "three tokens with scores 0.8, 0 and -0.6",
                        betas,
                        map(betas, b -> atomic(x, b).distance()))
                .saying("The slope is the gap 0.8 between the best and the second score.");
    }

    private static AtomicReading atomic(Instance x, double beta) {
        return AtomicReading.of(LaplaceFamilies.at(x, beta), Variant.REFERENCE);
    }
}
