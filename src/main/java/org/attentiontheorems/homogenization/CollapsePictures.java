package org.attentiontheorems.homogenization;

import java.util.List;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code representation-collapse}. */
final class CollapsePictures {
    private CollapsePictures() {}

    static List<Picture> all(RandomField random) {
        return List.of(phases(), context());
    }

    /** Where two tokens may become opposite: {@code cosh 2β > d-2}. */
    private static Picture phases() {
        int points = 121;
        double[] betas = new double[points];
        double[] critical = new double[points];
        double[] top = new double[points];
        for (int k = 0; k < points; k++) {
            betas[k] = 2.5 * k / (points - 1);
            critical[k] = 2 + StrictMath.cosh(2 * betas[k]);
            top[k] = 2 + StrictMath.cosh(5);
        }
        double[][] opposite = new double[2][64];
        double[][] collapse = new double[2][64];
        int some = 0;
        int none = 0;
        for (int d : new int[] {2, 4, 8, 16, 32, 64}) {
            for (int k = 0; k < 10; k++) {
                double beta = 0.25 * k;
                boolean may = new TwoTokenDiffusion(d, beta).antipodalProbability(-0.5) > 0;
                double[][] into = may ? opposite : collapse;
                int at = may ? some++ : none++;
                into[0][at] = beta;
                into[1][at] = d;
            }
        }
        return Picture.of(
                        "phases",
                        "Two tokens: who may become opposite",
                        Axis.linear("β"),
                        Axis.logarithmic("dimension d"))
                .band("collapse is certain", betas, critical, top)
                .claimed("cosh 2β = d - 2", betas, critical)
                .points("may become opposite", java.util.Arrays.copyOf(opposite[0], some), java.util.Arrays.copyOf(opposite[1], some))
                .points("always collapse", java.util.Arrays.copyOf(collapse[0], none), java.util.Arrays.copyOf(collapse[1], none))
                .saying("Below the curve cosh 2β = d - 2 two tokens become opposite with positive probability; above it they always"
                        + " collapse. Low temperature helps in every dimension, but the β it takes grows like half the logarithm of d.");
    }

    /** The rate against the number of tokens, from three overlaps. */
    private static Picture context() {
        int[] sizes = {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024};
        Picture picture = Picture.of(
                "context",
                "Initial rate against the number of tokens",
                Axis.logarithmic("tokens n"),
                Axis.logarithmic("initial rate R"));
        for (double q : new double[] {0, 0.1, 0.3}) {
            double[] n = new double[sizes.length];
            double[] rate = new double[sizes.length];
            for (int k = 0; k < sizes.length; k++) {
                n[k] = sizes[k];
                rate[k] = Equiangular.of(sizes[k], 32, 4, q, 1.0 / 32).rate();
            }
            picture = picture.line("q = " + q, n, rate);
        }
        double[] n = new double[sizes.length];
        double[] limit = new double[sizes.length];
        for (int k = 0; k < sizes.length; k++) {
            n[k] = sizes[k];
            limit[k] = (1 - 2.0 / 32) / sizes[k];
        }
        return picture.claimed("(1 - 2/d)/n", n, limit)
                .saying("At β = 4 in 32 dimensions, σ² = 1/d. From orthogonal tokens longer context slows the collapse, in the end like"
                        + " 1/n; from a positive overlap it may first speed it up, because attention to oneself is diluted, and never"
                        + " slows it below a positive rate.");
    }
}
