package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.RatioMoments.Indices;

/**
 * Softmax attention over prompts of a law, and the ways to get it wrong.
 *
 * @param logits what becomes of the logits
 * @param indices how coinciding token indices are counted
 * @param normalisedLimit whether the limit is divided by its partition function Z
 */
record PromptModel(Logits logits, Indices indices, boolean normalisedLimit) {

    /** The right one. */
    static final PromptModel REFERENCE = new PromptModel(Logits.PLAIN, Indices.DIFFERENT, true);

    /** What becomes of the logits {@code <u, x>}. */
    enum Logits {
        /** Nothing, as is right. */
        PLAIN,
        /** Their sign is wrong. */
        NEGATED,
        /** They are divided by {@code sqrt(d)}. */
        OVER_ROOT_DIMENSION;

        double[] of(double[] u) {
            return switch (this) {
                case PLAIN -> u;
                case NEGATED -> Vectors.times(-1, u);
                case OVER_ROOT_DIMENSION -> Vectors.times(1 / Math.sqrt(u.length), u);
            };
        }
    }

    /** Weights tokens by {@code e^-<u,x>}. */
    PromptModel withNegatedLogits() {
        return new PromptModel(Logits.NEGATED, indices, normalisedLimit);
    }

    /** Divides logits by {@code sqrt(d)}. */
    PromptModel withLogitsOverRootDimension() {
        return new PromptModel(Logits.OVER_ROOT_DIMENSION, indices, normalisedLimit);
    }

    /** Counts {@code L^b} instead of {@code L(L-1)...(L-b+1)} tuples of different indices. */
    PromptModel withAnyIndices() {
        return new PromptModel(logits, Indices.ANY, normalisedLimit);
    }

    /** Takes {@code E[e^<u,x> V x]} for the limit, without dividing by Z. */
    PromptModel withoutPartition() {
        return new PromptModel(logits, indices, false);
    }

    /** What the head reads from infinitely many tokens, r entries. The logits are never wrong here. */
    double[] limit(PromptInstance x) {
        InfinitePrompt limit = InfinitePrompt.of(x.law(), x.logitVector());
        double[] output = Vectors.apply(x.valueMatrix(), limit.mean());
        return normalisedLimit ? output : Vectors.times(StrictMath.exp(limit.logPartition()), output);
    }

    /** What the head reads from L tokens. */
    FinitePrompt read(PromptInstance x) {
        double[] u = logits.of(x.logitVector());
        if (x.law() instanceof Law.Gaussian gaussian) {
            GaussianHead head = GaussianHead.of(gaussian, x.valueMatrix(), u);
            return new GaussianPrompt(head, GaussianWeights.of(head.tau(), x.promptLength(), indices));
        }
        AtomsHead head = AtomsHead.of((Law.Atoms) x.law(), x.valueMatrix(), u);
        return new AtomsPrompt(
                head, RatioMoments.atoms(head.probabilities(), head.logits(), x.promptLength(), indices));
    }
}
