package org.attentiontheorems.verify;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A statement about every instance of a theorem that numbers can contradict. Claims are values: a negative control is a claim
 * with one part exchanged.
 *
 * @param <I> the instance
 */
public sealed interface Claim<I extends Record>
        permits Bound, Identity, Mean, Tail, Rate, ExactRate, Decay, Order, Monotone, Scoped {

    /** Name of the claim, unique in its theorem: lower case words joined by hyphens. */
    String id();

    /** The word for this kind of claim in evidence files. */
    String kind();

    /**
     * Confronts the claim with one instance. A pure function of its arguments.
     *
     * @throws InvalidComputation if a number comes out that no verdict may rest on
     */
    Evidence check(I instance, Context context);

    /** Whether this is a plain inequality or identity without random numbers, as {@code check} evaluates. */
    default boolean isDeterministic() {
        return false;
    }

    /** Whether it draws random numbers, many for each check. */
    default boolean simulates() {
        return false;
    }

    /** Whether the claim says anything about this instance. */
    default boolean appliesTo(I instance) {
        return true;
    }

    /** This claim about those instances only that satisfy a condition. Other instances are drawn but not counted. */
    default Claim<I> when(Predicate<I> condition) {
        return new Scoped<>(this, condition, instance -> false);
    }

    /** This claim, where instances are marked that could not have shown a violation. */
    default Claim<I> vacuousWhen(Predicate<I> vacuous) {
        return new Scoped<>(this, instance -> true, vacuous);
    }

    /** Begins a claim {@code measured <= bound} or {@code measured >= bound} on a number that is computed directly. */
    static <I extends Record> Bound.Measured<I> bound(String id, ToDoubleFunction<I> measured) {
        return new Bound.Measured<>(id, Measure.direct(measured));
    }

    /** Begins a claim {@code measured <= bound} or {@code measured >= bound} on a number with a numerical error. */
    static <I extends Record> Bound.Measured<I> bound(String id, Measure<I> measured) {
        return new Bound.Measured<>(id, measured);
    }

    /** The claim that two numbers agree that are computed directly in two independent ways. */
    static <I extends Record> Identity<I> identity(
            String id, ToDoubleFunction<I> measured, ToDoubleFunction<I> reference) {
        return identity(id, Measure.direct(measured), Measure.direct(reference));
    }

    /** The claim that two numbers agree within their numerical errors; two independent ways must compute them. */
    static <I extends Record> Identity<I> identity(String id, Measure<I> measured, Measure<I> reference) {
        return new Identity<>(id, measured, reference, instance -> 0);
    }

    /** Begins a claim about the mean of a random number. */
    static <I extends Record> Mean.Measured<I> mean(String id, Experiment<I> experiment) {
        return new Mean.Measured<>(id, experiment);
    }

    /** Begins a claim {@code P(X > bound) <= delta}. */
    static <I extends Record> Tail.Measured<I> tail(String id, Experiment<I> experiment) {
        return new Tail.Measured<>(id, experiment);
    }

    /** Begins a claim that the mean of a random number falls like {@code n^-a} along a grid of sizes. For families: a run may take 100 such decisions. */
    static <I extends Record> Rate.Measured<I> rate(String id, SizedExperiment<I> experiment) {
        return new Rate.Measured<>(id, experiment);
    }

    /** Begins a claim that a deterministic number falls like {@code n^-a} along a grid of sizes. */
    static <I extends Record> ExactRate.Measured<I> exactRate(String id, SizedMeasure<I> measured) {
        return new ExactRate.Measured<>(id, measured);
    }

    /** Begins a claim that a quantity decays exponentially in time. */
    static <I extends Record> Decay.Measured<I> decay(String id, Trajectory<I> trajectory) {
        return new Decay.Measured<>(id, trajectory);
    }

    /** Begins a claim that the error of an integrator has order p: {@code error} at refinement k, step h 2^-k. */
    static <I extends Record> Order.Measured<I> order(String id, SizedMeasure<I> error) {
        return new Order.Measured<>(id, error);
    }

    /** The claim that a quantity never increases in time. */
    static <I extends Record> Monotone<I> monotone(String id, Trajectory<I> trajectory) {
        return new Monotone<>(id, trajectory, instance -> 0, Optional.empty());
    }
}
