package org.attentiontheorems.prompts;

/**
 * The four numbers through which risks over prompts of L Gaussian tokens, and their gradients, depend on the logits: with {@code rho =
 * tau²} and the power sums {@code P_k = sum_l p_l^k} of the attention weights,
 *
 * <pre>
 * gamma  = E P_2,                                kappa  = 1 - gamma - 6 E P_3 + 6 E P_2²,
 * gamma' = d gamma / d rho = E[P_2 - 4 P_3 + 3 P_2²],
 * kappa' = d kappa / d rho = -gamma' - 18 E[P_3 - 3 P_4 + 2 P_2 P_3] + 12 E[P_2² - 8 P_2 P_3 + 2 P_4 + 5 P_2³].
 * </pre>
 *
 * The derivatives, by Gaussian integration by parts with {@code d p_k / d g_l = tau p_k (delta_kl - p_l)}, hold at {@code tau = 0} too.
 *
 * @param gamma inverse effective sample size: mean output {@code V(m + (1 - gamma) Gamma u)}
 * @param kappa {@code E|T - Vm|² = kappa |V Gamma u|² + gamma tr V Gamma V'}
 * @param gammaPrime derivative of gamma with respect to rho
 * @param kappaPrime derivative of kappa with respect to rho
 */
record Concentration(double gamma, double kappa, double gammaPrime, double kappaPrime) {
    /** That of infinitely many tokens. */
    static final Concentration INFINITE = new Concentration(0, 1, 0, 0);

    /**
     * That of L tokens with logits of variance rho. Cost: one kernel and its six moments, about 2 ms whatever L; relative error of gamma
     * and absolute error of the others about 1e-14.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if rho is outside [0, 9] or the prompt length outside [1, 1e6]
     */
    static Concentration of(double rho, int promptLength) {
        return GaussianWeights.of(Math.sqrt(rho), promptLength).concentration();
    }
}
