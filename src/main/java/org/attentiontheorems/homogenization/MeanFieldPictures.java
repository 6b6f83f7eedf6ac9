package org.attentiontheorems.homogenization;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.ConditionalMeanField.Instance;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code conditional-mean-field}. */
final class MeanFieldPictures {
    private MeanFieldPictures() {}

    static List<Picture> all() {
        return List.of(variances(), ratio());
    }

    private static Picture variances() {
        double[] sizes = {1, 2, 4, 8, 16, 32, 64, 128, 256};
        double[][] atoms = {{1, 0}, {0, 1}};
        double[] masses = {0.4, 0.6};
        List<UnconditionedNetwork> networks = Arrays.stream(sizes)
                .mapToObj(n -> UnconditionedNetwork.of(atoms, masses, (int) n))
                .toList();
        return Picture.of(
                        "variance-of-the-mean",
                        "Variance of the mean token, with and without conditioning",
                        Axis.logarithmic("tokens n"),
                        Axis.logarithmic("variance of the mean token"))
                .line("given the weights", sizes, each(networks, UnconditionedNetwork::givenWeights))
                .line("without conditioning", sizes, each(networks, UnconditionedNetwork::total))
                .claimed("due to the weights alone", sizes, each(networks, UnconditionedNetwork::ofWeights))
                .saying(
                        "Three layers of the single-entry design in the plane, two atoms, all 512 paths of weights. Given the weights the"
                                + " variance falls like 1/n; without conditioning it levels off, because all tokens share the noise.");
    }

    private static double[] each(List<UnconditionedNetwork> networks, ToDoubleFunction<UnconditionedNetwork> variance) {
        return networks.stream().mapToDouble(variance).toArray();
    }

    private static Picture ratio() {
        Instance x = ConditionalMeanField.worked().instance();
        double[] sizes = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
        double constant = ConditionalMeanField.solved(x).constant();
        double[][] limit = ConditionalMeanField.solved(x).limit();
        return Picture.of(
                        "error-against-tokens",
                        "Error of n tokens given the weights",
                        Axis.logarithmic("tokens n"),
                        Axis.logarithmic("mean square error"))
                .line(
                        "n tokens against the conditional limit",
                        sizes,
                        each(sizes, n -> ConditionalMeanField.error(x, (int) n, limit)))
                .claimed("c*/n", sizes, each(sizes, n -> constant / n))
                .claimed("bound", sizes, each(sizes, n -> ConditionalMeanField.bound(x, (int) n)))
                .saying(
                        "The worked example: the error approaches c*/n from below a bound that loses a factor at every layer.");
    }

    private static double[] each(double[] sizes, DoubleUnaryOperator y) {
        return Arrays.stream(sizes).map(y).toArray();
    }
}
