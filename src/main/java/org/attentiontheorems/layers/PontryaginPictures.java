package org.attentiontheorems.layers;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.layers.PontryaginTerminalCondition.Instance;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code pontryagin-terminal-condition}. */
final class PontryaginPictures {
    private static final int[] DEPTHS = {6, 12, 24, 48, 96, 192};
    private static final int FINE = 192;

    private PontryaginPictures() {}

    static List<Picture> all() {
        Instance x = PontryaginTerminalCondition.worked().instance();
        return List.of(adjoints(x), hamiltonian(x), errors(x));
    }

    /** The adjoint of the first atom's last token, with a control three times as large: six layers are then visibly too few. */
    private static Picture adjoints(Instance worked) {
        Instance x =
                new Instance(worked.beta(), 6, worked.theta().times(3).layers(), worked.readout(), worked.population());
        AdjointRun fine = x.run(FINE).atoms().get(0);
        AdjointRun coarse = x.run(6).atoms().get(0);
        double[] t = at(FINE + 1, l -> (double) l / FINE);
        double[] layers = at(7, l -> l / 6.0);
        int last = fine.flow().adjoints()[0].length - 2;
        double[] residual = fine.flow().adjoints()[FINE];
        Picture picture = Picture.of(
                "adjoint-along-depth",
                "The adjoint of the last token along depth",
                Axis.linear("t = l/L"),
                Axis.linear("components of p"));
        for (int k = 0; k < 2; k++) {
            int i = last + k;
            picture = picture.line(
                            "flow, component " + (k + 1),
                            t,
                            at(FINE + 1, l -> fine.flow().adjoints()[l][i]))
                    .points(
                            "6 layers, component " + (k + 1),
                            layers,
                            at(7, l -> coarse.network().adjoints()[l][i]));
        }
        return picture.points("softmax residual Wᵀ(σ − e_y)", new double[] {1, 1}, new double[] {
                    residual[last], residual[last + 1]
                })
                .saying("The first sequence of the worked example, with a control three times as large. Read from the"
                        + " right: the adjoint begins with the softmax residual, of flow and network, and is carried back"
                        + " continuously or layer by layer.");
    }

    private static Picture hamiltonian(Instance x) {
        PontryaginRun run = x.run(FINE);
        int half = FINE / 2;
        Picture picture = Picture.of(
                "hamiltonian-along-depth",
                "The Hamiltonian along depth",
                Axis.linear("t"),
                Axis.linear("H = ⟨p, f(h, θ)⟩, mean"));
        for (int s = 0; s < 2; s++) {
            int segment = s;
            double[] t = at(half + 1, k -> (segment * half + (double) k) / FINE);
            picture = picture.line(
                    "flow, segment " + (s + 1),
                    t,
                    at(half + 1, k -> run.mean(atom -> atom.flow().hamiltonian(segment * half + k, segment))));
        }
        for (int depth : new int[] {8, 24}) {
            PontryaginRun coarse = x.run(depth);
            picture = picture.points(
                    depth + " layers",
                    at(depth, l -> (l + 0.5) / depth),
                    at(depth, l -> coarse.mean(atom -> discreteHamiltonian(atom, l))));
        }
        return picture.saying(
                "The worked example, two segments: the Hamiltonian is constant while the parameters are, and"
                        + " jumps with them. Points: the same product in networks, in the middle of each layer.");
    }

    /** {@code ⟨p̂_{l+1}, f(h_l)⟩}. */
    private static double discreteHamiltonian(AdjointRun atom, int l) {
        double[][] states = atom.states().tube().states();
        int depth = states.length - 1;
        double[] f = atom.model().field().value(atom.control().layer(l, depth), states[l]);
        return Sums.dot(atom.network().adjoints()[l + 1], f);
    }

    private static Picture errors(Instance x) {
        List<PontryaginRun> runs = IntStream.of(DEPTHS).mapToObj(x::run).toList();
        double[] depths = at(DEPTHS.length, i -> DEPTHS[i]);
        return Picture.of(
                        "depth-and-adjoint-error",
                        "Errors of back-propagation against depth",
                        Axis.logarithmic("depth L"),
                        Axis.logarithmic("distance to the flow"))
                .claimed(
                        "bound of the adjoints, max D",
                        depths,
                        at(DEPTHS.length, i -> runs.get(i).adjointBound()))
                .line(
                        "adjoints",
                        depths,
                        at(DEPTHS.length, i -> runs.get(i).largest(atom -> atom.error(atom.network()))))
                .line("gradient", depths, at(DEPTHS.length, i -> runs.get(i).gradientError()))
                .saying(
                        "The worked example: adjoints and gradient of the network approach those of the flow like 1/L.");
    }

    private static double[] at(int n, IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }
}
