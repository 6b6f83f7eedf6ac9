package org.attentiontheorems.prompts;

/** Exact expectations over prompts of L independent tokens of the output {@code T_L} of one head. Not safe between threads. */
sealed interface FinitePrompt permits GaussianPrompt, AtomsPrompt {

    /** {@code E T_L}, r entries. */
    double[] meanOutput();

    /** {@code E|T_L - target|²} for a target of r entries. */
    double meanSquaredError(double[] target);

    /** {@code E|T_L - T_inf|⁴}. */
    double fourthMomentOfError();

    /** {@code E[(sum_l p_l)²]}, which is 1: it sees how index coincidences are counted. */
    double secondNormalisation();
}
