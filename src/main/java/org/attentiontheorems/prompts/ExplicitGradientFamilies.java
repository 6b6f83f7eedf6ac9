package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;

/** Derivatives of what is read from given prompts, by difference quotients; and what whitening does to the covariance. */
final class ExplicitGradientFamilies {
    private static final int PROMPTS = 100;
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-6;

    private ExplicitGradientFamilies() {}

    /**
     * A prompt read with {@code u = Uz}.
     *
     * @param tokens L tokens of d entries
     * @param valueMatrix V, r x d
     * @param logitMatrix U, d x e
     * @param query z, e entries
     */
    record QueriedPrompt(double[][] tokens, double[][] valueMatrix, double[][] logitMatrix, double[] query) {
        QueriedPrompt {
            Check.vector("query", query, logitMatrix[0].length);
            Check.matrix("logitMatrix", logitMatrix, logitMatrix.length, query.length);
        }

        ExplicitPrompt prompt() {
            return new ExplicitPrompt(tokens, Vectors.apply(logitMatrix, query), valueMatrix);
        }

        /** {@code dT_L / dU_ij = (T_L(u + h z_j e_i) - T_L(u - h z_j e_i)) / 2h}, a column of r entries for every (i, j). */
        double[][] slopesInU() {
            ExplicitPrompt prompt = prompt();
            double[] u = prompt.logitVector();
            double[][] columns = new double[u.length * query.length][];
            for (int j = 0; j < query.length; j++) {
                double z = query[j];
                double[][] slopes = Vectors.transposed(CentralDifferences.jacobian(
                        by -> prompt.withLogits(Vectors.plus(u, z, by)).output(), new double[u.length], STEP));
                for (int i = 0; i < u.length; i++) {
                    columns[i * query.length + j] = slopes[i];
                }
            }
            return columns;
        }

        /** {@code V C e_i z_j} in the same order, for a d x d matrix C. */
        double[][] claimedSlopes(double[][] covariance) {
            double[][] read = Vectors.transposed(Vectors.multiply(valueMatrix, covariance));
            double[][] columns = new double[read.length * query.length][];
            for (int i = 0; i < read.length; i++) {
                for (int j = 0; j < query.length; j++) {
                    columns[i * query.length + j] = Vectors.times(query[j], read[i]);
                }
            }
            return columns;
        }
    }

    /** Prompts of 2 to 64 standard normal tokens in one to four dimensions, two outputs, queries of one to three entries. */
    private static List<QueriedPrompt> prompts(RandomField random) {
        List<QueriedPrompt> prompts = new ArrayList<>();
        for (int n = 0; n < PROMPTS; n++) {
            RandomField field = random.size(n);
            int d = 1 + n % 4;
            int length = 2 + (int) (63 * field.uniform("length", 0, 0));
            prompts.add(new QueriedPrompt(
                    field.gaussianMatrix("tokens", length, d),
                    PromptDraws.symmetric(field, "values", 2, d),
                    PromptDraws.symmetric(field, "logits", d, 1 + n % 3),
                    PromptDraws.symmetric(field, "query", 1, 1 + n % 3)[0]));
        }
        return prompts;
    }

    private static double[][] right(QueriedPrompt x) {
        return x.prompt().covariance(true);
    }

    /** {@code |dm_L/du - C_L|_F}. */
    private static Bound<QueriedPrompt> covariance(Function<QueriedPrompt, double[][]> claimed) {
        return Claim.<QueriedPrompt>bound("attention-covariance", x -> {
                    ExplicitPrompt prompt = x.prompt();
                    double[][] slope = CentralDifferences.jacobian(
                            u -> prompt.withLogits(u).mean(), prompt.logitVector(), STEP);
                    return Vectors.frobenius(Vectors.minus(slope, claimed.apply(x)));
                })
                .atMost(x -> TOLERANCE * (1 + Vectors.frobenius(claimed.apply(x))));
    }

    /** {@code |dT_L/dU [.] - V C_L . z|_HS}. */
    private static Bound<QueriedPrompt> inU(Function<QueriedPrompt, double[][]> covariance) {
        return Claim.<QueriedPrompt>bound("key-query-derivative", x -> {
                    double[][] claimed = x.claimedSlopes(covariance.apply(x));
                    return Vectors.frobenius(Vectors.minus(x.slopesInU(), claimed));
                })
                .atMost(x -> TOLERANCE * (1 + Vectors.frobenius(x.claimedSlopes(covariance.apply(x)))));
    }

    /** {@code |dT_L/dV [e_i e_j'] - e_i (m_L)_j|}, the worst entry. */
    private static Bound<QueriedPrompt> inV(Function<QueriedPrompt, double[]> mean) {
        return Claim.<QueriedPrompt>bound("value-derivative", x -> {
                    double worst = 0;
                    for (int i = 0; i < x.valueMatrix().length; i++) {
                        worst = Math.max(worst, worstInRow(x, i, mean.apply(x)));
                    }
                    return worst;
                })
                .atMost(x -> TOLERANCE * (1 + Vectors.scaledNorm(mean.apply(x))));
    }

    private static double worstInRow(QueriedPrompt x, int i, double[] mean) {
        double[][] slope = CentralDifferences.jacobian(
                row -> {
                    double[][] values = x.valueMatrix().clone();
                    values[i] = row;
                    return Vectors.apply(values, x.prompt().mean());
                },
                x.valueMatrix()[i],
                STEP);
        double worst = 0;
        for (int k = 0; k < slope.length; k++) {
            double[] claimed = k == i ? mean : new double[mean.length];
            worst = Math.max(worst, Vectors.scaledNorm(Vectors.minus(slope[k], claimed)));
        }
        return worst;
    }

    /** The Hilbert-Schmidt norm of the error's derivative in U, from the limit for standard normal tokens, against a formula. */
    private static Bound<QueriedPrompt> norm(ToDoubleFunction<QueriedPrompt> formula) {
        return Claim.<QueriedPrompt>bound("gradient-norm", x -> {
                    double[][] limit = x.claimedSlopes(Vectors.identity(x.logitMatrix().length));
                    double norm = Vectors.frobenius(Vectors.minus(x.slopesInU(), limit));
                    return Math.abs(norm - formula.applyAsDouble(x));
                })
                .atMost(x -> TOLERANCE * (1 + formula.applyAsDouble(x)));
    }

    /** {@code |V(C_L - I)|_F}. */
    private static double readError(QueriedPrompt x) {
        double[][] gap = Vectors.minus(right(x), Vectors.identity(x.logitMatrix().length));
        return Vectors.frobenius(Vectors.multiply(x.valueMatrix(), gap));
    }

    private static double[][] bessel(QueriedPrompt x) {
        double l = x.tokens().length;
        double[][] c = right(x);
        return Vectors.plus(c, 1 / (l - 1), c);
    }

    /** The derivatives behind the theorem. */
    static Family<QueriedPrompt> derivatives() {
        return Family.drawn(
                        "explicit-prompts",
                        "100 drawn prompts of 2 to 64 standard normal tokens in one to four dimensions",
                        ExplicitGradientFamilies::prompts)
                .claims(
                        covariance(ExplicitGradientFamilies::right),
                        inU(ExplicitGradientFamilies::right),
                        inV(x -> x.prompt().mean()),
                        norm(x -> readError(x) * Vectors.scaledNorm(x.query())))
                .controls(
                        new NegativeControl<>(
                                "unbiased-covariance",
                                "multiplies C_L by L/(L-1)",
                                covariance(ExplicitGradientFamilies::bessel)),
                        new NegativeControl<>(
                                "diagonal-jacobian",
                                "takes diag(p) for the Jacobian diag(p) - pp' of softmax",
                                inU(x -> x.prompt().covariance(false))),
                        new NegativeControl<>(
                                "plain-mean-in-values",
                                "takes the derivative in V at equal weights",
                                inV(x -> x.prompt()
                                        .withLogits(new double[x.logitMatrix().length])
                                        .mean())),
                        new NegativeControl<>(
                                "gradient-norm-without-query",
                                "forgets the factor |z|",
                                norm(ExplicitGradientFamilies::readError)));
    }

    // ---- whitening

    /**
     * Standard normal tokens g, read as {@code x = Bg} with {@code Gamma = BB'}.
     *
     * @param white tokens g, L x d
     * @param factor B, d x d
     * @param logitVector u, logits {@code <u, Bg>}
     * @param valueMatrix V, r x d
     */
    record Coloured(double[][] white, double[][] factor, double[] logitVector, double[][] valueMatrix) {

        /** {@code |V(C_L - Gamma)|_F}. */
        double readError() {
            double[][] tokens = Vectors.multiply(white, Vectors.transposed(factor));
            double[][] c = new ExplicitPrompt(tokens, logitVector, valueMatrix).covariance(true);
            double[][] gamma = Vectors.multiply(factor, Vectors.transposed(factor));
            return Vectors.frobenius(Vectors.multiply(valueMatrix, Vectors.minus(c, gamma)));
        }

        /** {@code |Chat_L - I|_F}, logits {@code <B'u, g>}. */
        double whitenedError() {
            double[] pulled = Vectors.applyTransposed(factor, logitVector);
            double[][] c = new ExplicitPrompt(white, pulled, factor).covariance(true);
            return Vectors.frobenius(Vectors.minus(c, Vectors.identity(factor.length)));
        }

        /** {@code |V Gamma^1/2| |Gamma^1/2|} in operator norms, which are those of VB and B. */
        double amplification() {
            return AtomsGradient.operatorNorm(Vectors.multiply(valueMatrix, factor)) * largestStretch();
        }

        double largestStretch() {
            return AtomsGradient.operatorNorm(factor);
        }
    }

    private static List<Coloured> coloured(RandomField random) {
        List<Coloured> all = new ArrayList<>();
        for (int n = 0; n < PROMPTS; n++) {
            RandomField field = random.size(n);
            int d = 1 + n % 4;
            int length = 1 + (int) (64 * field.uniform("length", 0, 0));
            double[][] half = PromptDraws.symmetric(field, "factor", d, d);
            all.add(new Coloured(
                    field.gaussianMatrix("tokens", length, d),
                    Vectors.plus(half, 1, half),
                    PromptDraws.symmetric(field, "logits", 1, d)[0],
                    PromptDraws.symmetric(field, "values", 2, d)));
        }
        return all;
    }

    /** {@code |V(C_L - Gamma)|_F <= |V Gamma^1/2| |Gamma^1/2| |Chat_L - I|_F}, prompt by prompt. */
    static Family<Coloured> whitening() {
        Bound<Coloured> whitened =
                Claim.bound("whitening", Coloured::readError).atMost(x -> x.amplification() * x.whitenedError());
        return Family.drawn(
                        "coloured-prompts",
                        "100 drawn prompts of 1 to 64 Gaussian tokens of random covariance in one to four dimensions",
                        ExplicitGradientFamilies::coloured)
                .claims(whitened)
                .controls(new NegativeControl<>(
                        "whitening-once",
                        "forgets the factor |Gamma^1/2|",
                        whitened.atMost(x -> x.amplification() / x.largestStretch() * x.whitenedError())));
    }
}
