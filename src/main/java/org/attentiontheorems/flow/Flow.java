package org.attentiontheorems.flow;

import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.ClassicalRungeKuttaIntegrator;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.nonstiff.EulerIntegrator;
import org.hipparchus.ode.sampling.ODEStateInterpolator;
import org.hipparchus.ode.sampling.ODEStepHandler;

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
    private final int maxEvaluations;

    private Flow(VectorField field, int maxEvaluations) {
        this.field = field;
        this.maxEvaluations = maxEvaluations;
    }

    /** The flow of a vector field. */
    public static Flow of(VectorField field) {
        return new Flow(field, Integer.MAX_VALUE);
    }

    /** This flow, where the adaptive solutions give up after so many evaluations of the field (a stiff field, or too long a horizon). */
    public Flow within(int evaluations) {
        return new Flow(field, evaluations);
    }

    /**
     * The state after the horizon, by Dormand-Prince 8(5,3) with absolute tolerance {@code relativeTolerance / 100}.
     *
     * @param start state at time 0, any length of at least 1
     * @param horizon at least 0
     * @param relativeTolerance such as {@link #TIGHT} or {@link #LOOSE}
     * @throws MathIllegalArgumentException if the integrator cannot keep the tolerance
     * @throws MathIllegalStateException if it needs more evaluations than allowed
     */
    public double[] after(double[] start, double horizon, double relativeTolerance) {
        if (horizon == 0) {
            return start.clone();
        }
        return adaptive(horizon, relativeTolerance)
                .integrate(equation(start.length), new ODEState(0, start), horizon)
                .getPrimaryState();
    }

    private DormandPrince853Integrator adaptive(double horizon, double relativeTolerance) {
        DormandPrince853Integrator integrator = new DormandPrince853Integrator(
                SMALLEST_STEP * horizon, horizon, relativeTolerance / 100, relativeTolerance);
        integrator.setMaxEvaluations(maxEvaluations);
        return integrator;
    }

    /**
     * The states at increasing times of at least 0, one row a time. The integrator starts anew at every time: full accuracy, at the cost
     * of at least 14 evaluations a time; see {@link #dense}.
     *
     * @throws MathIllegalArgumentException if the integrator cannot keep the tolerance
     * @throws MathIllegalStateException if it needs more evaluations than allowed
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

    /**
     * The states at many increasing times of at least 0, one row a time, from one integration to the last of them: between its steps by the
     * interpolant of order 7.
     *
     * @throws MathIllegalArgumentException if the integrator cannot keep the tolerance
     * @throws MathIllegalStateException if it needs more evaluations than allowed
     */
    public double[][] dense(double[] start, double[] times, double relativeTolerance) {
        double[][] states = new double[times.length][];
        int first = 0;
        while (first < times.length && times[first] == 0) {
            states[first++] = start.clone();
        }
        if (first == times.length) {
            return states;
        }
        double horizon = times[times.length - 1];
        DormandPrince853Integrator integrator = adaptive(horizon, relativeTolerance);
        integrator.addStepHandler(new Sampler(times, states, first));
        states[times.length - 1] = integrator
                .integrate(equation(start.length), new ODEState(0, start), horizon)
                .getPrimaryState();
        return states;
    }

    /** Fills the rows whose times lie in the step just made. */
    private static final class Sampler implements ODEStepHandler {
        private final double[] times;
        private final double[][] states;
        private int next;

        Sampler(double[] times, double[][] states, int next) {
            this.times = times;
            this.states = states;
            this.next = next;
        }

        @Override
        public void handleStep(ODEStateInterpolator step) {
            while (next < times.length && times[next] <= step.getCurrentState().getTime()) {
                states[next] = step.getInterpolatedState(times[next]).getPrimaryState();
                next++;
            }
        }
    }

    /** The state after the horizon, which may be negative, by explicit Euler steps of equal length. */
    public double[] euler(double[] start, double horizon, int steps) {
        double[] state = start.clone();
        EulerIntegrator integrator = new EulerIntegrator(horizon / steps);
        OrdinaryDifferentialEquation equation = equation(start.length);
        for (int i = 0; i < steps; i++) {
            state = integrator.singleStep(equation, 0, state, horizon / steps);
        }
        return state;
    }

    /** The state after the horizon, which may be negative, by classical Runge-Kutta steps of equal length. */
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
