package org.attentiontheorems.flow;

import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.ClassicalRungeKuttaIntegrator;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.nonstiff.EulerIntegrator;

/**
 * The flow of {@code x' = f(x)}: adaptive of order 8 for reference solutions, fixed steps where the theorem is about the step. Same
 * bits on every JDK as long as the field has them.
 */
public final class Flow {
    /** Relative tolerance for identities along the flow. */
    public static final double TIGHT = 1e-12;

    /** Relative tolerance for rates along the flow. */
    public static final double LOOSE = 1e-8;

    private static final double SMALLEST_STEP = 1e-13;

    private final VectorField field;

    private Flow(VectorField field) {
        this.field = field;
    }

    /** The flow of a vector field. */
    public static Flow of(VectorField field) {
        return new Flow(field);
    }

    /**
     * The state after the horizon, by Dormand-Prince 8(5,3) with absolute tolerance {@code relativeTolerance / 100}.
     *
     * @param start state at time 0, any length of at least 1
     * @param horizon at least 0
     * @param relativeTolerance such as {@link #TIGHT} or {@link #LOOSE}
     * @throws MathIllegalStateException if the integrator cannot keep the tolerance
     */
    public double[] after(double[] start, double horizon, double relativeTolerance) {
        if (horizon == 0) {
            return start.clone();
        }
        DormandPrince853Integrator integrator = new DormandPrince853Integrator(
                SMALLEST_STEP * horizon, horizon, relativeTolerance / 100, relativeTolerance);
        return integrator
                .integrate(equation(start.length), new ODEState(0, start), horizon)
                .getPrimaryState();
    }

    /**
     * The states at increasing times of at least 0, one row a time.
     *
     * @throws MathIllegalStateException if the integrator cannot keep the tolerance
     */
    public double[][] at(double[] start, double[] times, double relativeTolerance) {
        double[][] states = new double[times.length][];
        double[] state = start;
        double now = 0;
        for (int k = 0; k < times.length; k++) {
            state = after(state, times[k] - now, relativeTolerance);
            now = times[k];
            states[k] = state;
        }
        return states;
    }

    /** The state after the horizon by explicit Euler steps of equal length. */
    public double[] euler(double[] start, double horizon, int steps) {
        double[] state = start.clone();
        EulerIntegrator integrator = new EulerIntegrator(horizon / steps);
        OrdinaryDifferentialEquation equation = equation(start.length);
        for (int i = 0; i < steps; i++) {
            state = integrator.singleStep(equation, 0, state, horizon / steps);
        }
        return state;
    }

    /** The state after the horizon by classical Runge-Kutta steps of equal length. */
    public double[] rungeKutta(double[] start, double horizon, int steps) {
        double[] state = start.clone();
        ClassicalRungeKuttaIntegrator integrator = new ClassicalRungeKuttaIntegrator(horizon / steps);
        OrdinaryDifferentialEquation equation = equation(start.length);
        for (int i = 0; i < steps; i++) {
            state = integrator.singleStep(equation, 0, state, horizon / steps);
        }
        return state;
    }

    private OrdinaryDifferentialEquation equation(int dimension) {
        return new OrdinaryDifferentialEquation() {
            @Override
            public int getDimension() {
                return dimension;
            }

            @Override
            public double[] computeDerivatives(double t, double[] x) {
                double[] velocity = new double[dimension];
                field.at(x, velocity);
                return velocity;
            }
        };
    }
}
