package org.attentiontheorems.homogenization;

import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.homogenization.OverlapPath.Setting;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code representation-collapse}. */
final class CollapsePictures {
    private CollapsePictures() {}

    static List<Picture> all(RandomField random) {
        return List.of(temperatures(random), contexts(random), pair(random), phases(), context());
    }

    private static final int LAYERS = 256;
    private static final int PAIRS = 12;

    /** The mean overlap after 0, 4, 8, … layers over some pairs of paths. */
    private static double[] mean(Setting at, RandomField random) {
        double[] mean = new double[LAYERS / 4 + 1];
        for (int r = 1; r <= PAIRS; r++) {
            OverlapPath path = OverlapPath.pair(at, random.replicate(r));
            for (int k = 0; k < mean.length; k++) {
                mean[k] += path.overlaps()[4 * k] / PAIRS;
            }
        }
        return mean;
    }

    private static double[] depths() {
        double[] depths = new double[LAYERS / 4 + 1];
        for (int k = 0; k < depths.length; k++) {
            depths[k] = 4 * k;
        }
        return depths;
    }

    private static Picture overlap(String id, String title) {
        return Picture.of(id, title, Axis.linear("layers"), Axis.linear("mean overlap"));
    }

    /** The closed-form initial rate, as long as it stays below 1. */
    private static Picture withInitialRate(Picture picture, Setting at) {
        double rate = at.start().rate();
        double end = Math.min(LAYERS, (0.9 - at.overlap()) / (rate * at.delta()));
        return picture.claimed(
                "initial rate, β = " + (int) at.beta() + ", n = " + at.tokens(),
                new double[] {0, end},
                new double[] {at.overlap(), at.overlap() + rate * at.delta() * end});
    }

    private static Picture temperatures(RandomField random) {
        Picture picture = overlap("temperature-against-depth", "Low temperature mitigates the collapse");
        for (double beta : new double[] {0, 2, 4, 8}) {
            Setting at = new Setting(8, 16, beta, 0, 1.0 / 32, LAYERS);
            picture = picture.line("β = " + (int) beta, depths(), mean(at, random));
        }
        return withInitialRate(
                        withInitialRate(picture, new Setting(8, 16, 0, 0, 1.0 / 32, LAYERS)),
                        new Setting(8, 16, 4, 0, 1.0 / 32, LAYERS))
                .saying(
                        "Mean overlap of 8 orthogonal tokens in 16 dimensions through 256 layers of Gaussian values, δ = 1/32, over 24"
                                + " simulated paths. At β = 0 they have met halfway; at β = 8 they hardly move. The straight lines are the"
                                + " closed-form initial rates.");
    }

    private static Picture contexts(RandomField random) {
        Picture picture =
                overlap("context-against-depth", "Longer context mitigates the collapse only from orthogonal tokens");
        for (double q : new double[] {0, 0.4}) {
            for (int n : new int[] {2, 16}) {
                Setting at = new Setting(n, 16, q == 0 ? 0 : 8, q, 1.0 / 32, LAYERS);
                picture = picture.line(
                        "n = " + n + (q == 0 ? ", orthogonal, β = 0" : ", q = 0.4, β = 8"), depths(), mean(at, random));
            }
        }
        return picture.saying(
                "16 dimensions, δ = 1/32, over 24 simulated paths. From orthogonal tokens at β = 0, 16 tokens collapse more"
                        + " slowly than 2; from q = 0.4 at β = 8 it is the other way round: among many tokens, attention to oneself is diluted.");
    }

    private static Picture pair(RandomField random) {
        Picture picture = overlap("two-tokens-against-depth", "Two tokens and their limit");
        double[] depths = new double[LAYERS / 16 + 1];
        for (int k = 0; k < depths.length; k++) {
            depths[k] = 16 * k;
        }
        for (double beta : new double[] {0, 1, 2}) {
            Setting at = new Setting(2, 4, beta, 0.25, 1.0 / 128, LAYERS);
            OverlapGenerator generator = OverlapGenerator.of(4, beta, 0.25);
            double[] limit = new double[depths.length];
            for (int k = 0; k < depths.length; k++) {
                limit[k] = generator.expectation(at.overlap(), depths[k] * at.delta());
            }
            picture = simulated(picture, at, depths, random).claimed("limit, β = " + (int) beta, depths, limit);
        }
        return picture.saying(
                "Mean overlap of two tokens in 4 dimensions from q = 0.25, δ = 1/128: 200 pairs of simulated paths, with two"
                        + " standard errors, and the expectation in the limit from its generator.");
    }

    private static Picture simulated(Picture picture, Setting at, double[] depths, RandomField random) {
        int pairs = 200;
        double[] mean = new double[depths.length];
        double[] bars = new double[depths.length];
        for (int r = 1; r <= pairs; r++) {
            OverlapPath path = OverlapPath.pair(at, random.replicate(r));
            for (int k = 0; k < depths.length; k++) {
                double q = path.overlaps()[(int) depths[k]];
                mean[k] += q / pairs;
                bars[k] += q * q / pairs;
            }
        }
        for (int k = 0; k < depths.length; k++) {
            bars[k] = 2 * Math.sqrt(Math.max(0, bars[k] - mean[k] * mean[k]) / pairs);
        }
        return picture.points("simulated, β = " + (int) at.beta(), depths, mean, bars);
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
                .points("may become opposite", Arrays.copyOf(opposite[0], some), Arrays.copyOf(opposite[1], some))
                .points("always collapse", Arrays.copyOf(collapse[0], none), Arrays.copyOf(collapse[1], none))
                .saying(
                        "Below the curve cosh 2β = d - 2 two tokens become opposite with positive probability; above it they always"
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
                .saying(
                        "At β = 4 in 32 dimensions, σ² = 1/d. From orthogonal tokens longer context slows the collapse, in the end like"
                                + " 1/n; from a positive overlap it may first speed it up, because attention to oneself is diluted, and never"
                                + " slows it below a positive rate.");
    }
}
