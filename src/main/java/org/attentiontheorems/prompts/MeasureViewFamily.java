package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;

/** What is read from a prompt depends on the empirical measure of its tokens only, and moves with it. */
final class MeasureViewFamily {
    private static final int PROMPTS = 100;
    private static final double ROUNDING = 1e-12;

    private MeasureViewFamily() {}

    /** Prompts of 1 to 40 tokens in one to three dimensions. */
    private static List<ExplicitPrompt> prompts(RandomField random) {
        List<ExplicitPrompt> prompts = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            RandomField field = random.size(i);
            int length = 1 + (int) (40 * field.uniform("length", 0, 0));
            prompts.add(ExplicitPrompt.drawn(field, length, 1 + i % 3, 2 * field.uniform("tau", 0, 0)));
        }
        return prompts;
    }

    private static double[] shift(ExplicitPrompt x) {
        double[] c = new double[x.logitVector().length];
        for (int j = 0; j < c.length; j++) {
            c[j] = 0.5 - j;
        }
        return c;
    }

    /** Invertible: 1 on the diagonal, one number above, another below. */
    private static double[][] map(ExplicitPrompt x) {
        int d = x.logitVector().length;
        double[][] m = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                m[i][j] = i == j ? 1.5 : i > j ? 0.7 : -0.4;
            }
        }
        return m;
    }

    /** The distance of two outputs, at most 1e-12 of their size. */
    private static Bound<ExplicitPrompt> same(
            String id, Function<ExplicitPrompt, double[]> one, Function<ExplicitPrompt, double[]> other) {
        return Claim.<ExplicitPrompt>bound(id, x -> Vectors.scaledNorm(Vectors.minus(one.apply(x), other.apply(x))))
                .atMost(x -> ROUNDING * (1 + Vectors.scaledNorm(other.apply(x))));
    }

    private static double[] read(Law law, ExplicitPrompt x) {
        return Vectors.apply(
                x.valueMatrix(), InfinitePrompt.of(law, x.logitVector()).mean());
    }

    private static double[] moved(ExplicitPrompt x) {
        return Vectors.plus(x.output(), 1, Vectors.apply(x.valueMatrix(), shift(x)));
    }

    /** Logits with a bonus for late tokens. */
    private static double[] positional(ExplicitPrompt x) {
        double[] logits = Vectors.apply(x.tokens(), x.logitVector());
        for (int l = 0; l < logits.length; l++) {
            logits[l] += 0.1 * l;
        }
        Softmax.inPlace(logits, 0, logits.length);
        return Vectors.apply(x.valueMatrix(), Vectors.applyTransposed(x.tokens(), logits));
    }

    static Family<ExplicitPrompt> explicitPrompts() {
        return Family.drawn(
                        "explicit-prompts",
                        "100 drawn prompts of 1 to 40 tokens in one to three dimensions",
                        MeasureViewFamily::prompts)
                .claims(
                        same("empirical-measure", ExplicitPrompt::output, x -> read(x.empiricalLaw(), x)),
                        same("permutation", x -> x.reversed().output(), ExplicitPrompt::output),
                        same("repetition", x -> x.repeated(3).output(), ExplicitPrompt::output),
                        same("translation", x -> x.shifted(shift(x)).output(), MeasureViewFamily::moved),
                        same("linear-map", x -> x.transformed(map(x)).mean(), x -> Vectors.apply(map(x), x.mean())))
                .controls(
                        new NegativeControl<>(
                                "late-tokens-first",
                                "adds a bonus for late tokens to the logits",
                                same("permutation", x -> positional(x.reversed()), MeasureViewFamily::positional)),
                        new NegativeControl<>(
                                "sums-for-means",
                                "forgets that weights sum to 1",
                                same(
                                        "repetition",
                                        x -> x.repeated(3).unnormalisedOutput(),
                                        ExplicitPrompt::unnormalisedOutput)),
                        new NegativeControl<>(
                                "translation-unseen",
                                "claims that a common shift of all tokens is not seen",
                                same("translation", x -> x.shifted(shift(x)).output(), ExplicitPrompt::output)),
                        new NegativeControl<>(
                                "logits-mapped-like-tokens",
                                "maps the logit vector by M instead of its inverse transpose",
                                same(
                                        "linear-map",
                                        x -> x.transformed(map(x))
                                                .withLogits(Vectors.apply(map(x), x.logitVector()))
                                                .mean(),
                                        x -> Vectors.apply(map(x), x.mean()))));
    }
}
