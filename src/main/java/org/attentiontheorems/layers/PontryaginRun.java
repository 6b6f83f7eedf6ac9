package org.attentiontheorems.layers;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A population followed forwards and back through one control.
 *
 * @param model layers, read-out and population
 * @param control parameters along depth
 * @param atoms one run per atom
 */
record PontryaginRun(LayerModel model, Control control, List<AdjointRun> atoms) {

    static PontryaginRun of(LayerModel model, Control control, int depth) {
        return new PontryaginRun(
                model,
                control,
                IntStream.range(0, model.population().count())
                        .mapToObj(n -> AdjointRun.of(model, control, n, depth))
                        .toList());
    }

    /** The same at a depth that divides this one's. */
    PontryaginRun atDepth(int depth) {
        return new PontryaginRun(
                model, control, atoms.stream().map(atom -> atom.atDepth(depth)).toList());
    }

    /** The largest of a number over the atoms, at least 0. */
    double largest(ToDoubleFunction<AdjointRun> number) {
        double largest = 0;
        for (AdjointRun atom : atoms) {
            largest = Math.max(largest, number.applyAsDouble(atom));
        }
        return largest;
    }

    /** The mean of a number over the population. */
    double mean(ToDoubleFunction<AdjointRun> number) {
        double sum = 0;
        for (AdjointRun atom : atoms) {
            sum += atom.weight() * number.applyAsDouble(atom);
        }
        return sum;
    }

    /** The mean of a gradient over the population. */
    Control meanGradient(Function<AdjointRun, Control> gradient) {
        Control sum = control.times(0);
        for (AdjointRun atom : atoms) {
            sum = sum.plus(atom.weight(), gradient.apply(atom));
        }
        return sum;
    }

    /** G, the gradient of the flow's risk. */
    Control flowGradient() {
        return meanGradient(atom -> atom.flow().gradient());
    }

    /** Ĝ, the gradient of the network's risk. */
    Control networkGradient() {
        return meanGradient(atom -> atom.network().gradient());
    }

    /** {@code |Ĝ - G|}. */
    double gradientError() {
        return Math.sqrt(networkGradient().plus(-1, flowGradient()).squaredNorm());
    }

    /** The largest change of the Hamiltonian within a segment, over atoms, relative to 1 + its size. */
    double hamiltonianSpread() {
        return largest(atom -> IntStream.range(0, control.count())
                .mapToDouble(atom.flow()::spread)
                .max()
                .orElseThrow());
    }

    /** The mean Hamiltonian at depth 0. */
    double hamiltonianStart() {
        return mean(atom -> atom.flow().hamiltonian(0, 0));
    }

    /** The mean Hamiltonian at depth 1. */
    double hamiltonianEnd() {
        return mean(atom -> atom.flow().hamiltonian(atom.flow().depth(), control.count() - 1));
    }

    /** The largest change of the Hamiltonian of an atom between depth 0 and depth 1, over 1 + its size. */
    double hamiltonianJump() {
        return largest(atom -> {
            double start = atom.flow().hamiltonian(0, 0);
            double end = atom.flow().hamiltonian(atom.flow().depth(), control.count() - 1);
            return Math.abs(end - start) / (1 + Math.max(Math.abs(start), Math.abs(end)));
        });
    }

    /** The largest adjoint of the flow on the way, at least 1: the scale of rounding. */
    double largestAdjoint() {
        return largest(AdjointRun::size);
    }

    /** {@code max_l |p̂_l - p(l/L)|_1}, over all atoms. */
    double adjointError() {
        return largest(atom -> atom.error(atom.network()));
    }

    /** The same of back-propagation by another rule. */
    double adjointError(UnaryOperator<AdjointRule> change) {
        return largest(atom -> atom.error(atom.network(rule(change), Network.of(model.field()))));
    }

    /** {@code max_l D_l}, over all atoms. */
    double adjointBound() {
        return largest(atom -> atom.tube().largest());
    }

    private AdjointRule rule(UnaryOperator<AdjointRule> change) {
        return change.apply(AdjointRule.of(model.field()));
    }

    /** The gradient of the flow's risk by another rule. */
    Control flowGradient(UnaryOperator<AdjointRule> change) {
        return meanGradient(atom -> atom.flow(rule(change)).gradient());
    }

    /** The gradient of the network's risk by another rule. */
    Control networkGradient(UnaryOperator<AdjointRule> change) {
        return meanGradient(
                atom -> atom.network(rule(change), Network.of(model.field())).gradient());
    }

    /** The largest change of {@code ⟨p, δ⟩} along the linearised flow, p by another rule. */
    double pairingSpread(UnaryOperator<AdjointRule> change) {
        double[] direction = Stencil.stateDirection(model.field().stateSize());
        return largest(atom -> atom.flow(rule(change)).pairingSpread(direction));
    }

    /** How far states that are integrated back together with the adjoint end from those of the flow. */
    double wayBack() {
        return largest(atom -> atom.flow().wayBack(atom.states().flow()));
    }

    /** The same, going back through another control. */
    double wayBack(Control other) {
        return largest(atom -> {
            double[][] states = atom.states().flow();
            double[] terminal = atom.flow().adjoints()[atom.states().depth()];
            return AdjointFlow.of(model.field(), other, states, terminal).wayBack(states);
        });
    }
}
