package org.attentiontheorems.layers;

import java.util.List;

/**
 * The minimiser of {@code J_L(θ) + λ/2 ∫ |θ - θ̄|² dt} by {@link RidgeFixedPoint}, and ways to get it wrong. One step of the iteration is one
 * back-propagation through L layers for every atom.
 *
 * @param step the factor of the gradient
 * @param penalty how the objective counts the penalty
 */
record RidgeMinimiser(Step step, Penalty penalty) {
    /** What the gradient is multiplied with. */
    enum Step {
        /** {@code S/λ}. */
        SEGMENTS,
        /** {@code 1/λ}, as if there were one segment. */
        PLAIN,
        /** {@code -S/λ}. */
        UPHILL
    }

    /** The penalty as the objective has it. */
    enum Penalty {
        /** {@code λ/2 ∫ |θ - θ̄|² dt}. */
        INTEGRAL,
        /** The sum over segments for the integral. */
        SUM,
        /** With the wrong sign. */
        REWARD
    }

    static final RidgeMinimiser REFERENCE = new RidgeMinimiser(Step.SEGMENTS, Penalty.INTEGRAL);

    /** This method with other steps. */
    RidgeMinimiser with(Step other) {
        return new RidgeMinimiser(other, penalty);
    }

    /** This method with another penalty in its objective. */
    RidgeMinimiser with(Penalty other) {
        return new RidgeMinimiser(step, other);
    }

    /**
     * What is minimised.
     *
     * @param anchor θ̄
     * @param lambda λ, positive
     */
    record Problem(LayerModel model, int depth, Control anchor, double lambda) {
        double risk(Control theta) {
            return model.networkRisk(theta, depth);
        }

        /** {@code J_{L,λ}}. */
        double objective(Control theta) {
            return objective(theta, Penalty.INTEGRAL);
        }

        double objective(Control theta, Penalty penalty) {
            double energy = theta.energyOf(anchor);
            return risk(theta)
                    + lambda
                            / 2
                            * switch (penalty) {
                                case INTEGRAL -> energy;
                                case SUM -> energy * theta.count();
                                case REWARD -> -energy;
                            };
        }
    }

    /**
     * A run of the iteration.
     *
     * @param iterates θ̄ first, the minimiser last
     * @param method what was run
     */
    record Run(Problem problem, List<Control> iterates, RidgeMinimiser method) {
        Control minimiser() {
            return iterates.get(iterates.size() - 1);
        }

        /** {@code ∫ |θ* - θ̄|² dt}. */
        double energy() {
            return minimiser().energyOf(problem.anchor());
        }

        /** The iterate whose energy is the largest part of {@code 2/λ (J_L(θ̄) - J_L(θ))}. */
        Spent mostSpent() {
            Spent most = new Spent(0, 0);
            double start = problem.risk(problem.anchor());
            for (Control theta : iterates) {
                double allowed = 2 / problem.lambda() * (start - problem.risk(theta));
                Spent spent = new Spent(theta.energyOf(problem.anchor()), allowed);
                most = spent.share() > most.share() ? spent : most;
            }
            return most;
        }

        /** {@code S/λ² Σ_s |Ĝ_s|²} at the minimiser: its energy, by the condition that it satisfies. */
        double energyOfGradient() {
            Control gradient = problem.model().networkGradient(minimiser(), problem.depth());
            return minimiser().count() * gradient.squaredNorm() / (problem.lambda() * problem.lambda());
        }

        /** The steepest slope of the objective at the minimiser, towards the anchor and in the direction of another control. */
        double steepest(Control other) {
            Control back = minimiser().plus(-1, problem.anchor());
            return Math.max(Math.abs(slope(unit(back))), Math.abs(slope(unit(other))));
        }

        private static Control unit(Control direction) {
            double norm = Math.sqrt(direction.squaredNorm());
            return direction.times(norm == 0 ? 0 : 1 / norm);
        }

        /** The slope of the objective at the minimiser along a direction. */
        private double slope(Control direction) {
            return Stencil.slope(theta -> problem.objective(theta, method.penalty()), minimiser(), direction, 0)
                    .value();
        }
    }

    /**
     * An energy and what the fall of the risk allows.
     *
     * @param energy {@code ∫ |θ - θ̄|² dt}
     * @param allowed {@code 2/λ (J_L(θ̄) - J_L(θ))}
     */
    record Spent(double energy, double allowed) {
        /** What rounding may take from the fall of the risk. */
        private static final double ROUNDING = 1e-12;

        private double share() {
            return energy / (Math.max(allowed, 0) + ROUNDING);
        }
    }

    /**
     * Runs the iteration from the anchor.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if it does not settle
     */
    Run run(Problem problem) {
        double factor = switch (step) {
            case SEGMENTS -> problem.anchor().count();
            case PLAIN -> 1;
            case UPHILL -> -problem.anchor().count();
        };
        RidgeFixedPoint iteration =
                RidgeFixedPoint.of(problem.model(), problem.anchor(), problem.lambda(), problem.depth());
        return new Run(
                problem,
                List.copyOf(iteration.withStep(factor / problem.lambda()).iterates()),
                this);
    }
}
