package org.attentiontheorems.guide;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.SizedMeasure;
import org.attentiontheorems.verify.Theorem;

/** Reading N tokens drawn from the attention weights, instead of all of them, costs a mean squared error of at most range(v)²/4N. */
public final class SampledAttention implements Theorem<SampledAttention.Instance> {
    private final Head head;

    public SampledAttention() {
        this(Head.REFERENCE);
    }

    /** With another reference implementation: how the tests break a build on purpose. */
    public SampledAttention(Head head) {
        this.head = head;
    }

    public record Instance(double[] logits, double[] values, int samples) {
        public Instance {
            Check.finite("logits", logits);
            Check.vector("values", values, logits.length);
            Check.atLeast("samples", samples, 1);
        }

        Instance reading(int n) {
            return new Instance(logits, values, n);
        }
    }

    static double bound(Instance x) {
        return squaredRange(x) / (4.0 * x.samples());
    }

    public static Bound<Instance> variance(Head head) {
        return Claim.<Instance>bound("variance", x -> head.variance(x) / x.samples())
                .atMost(SampledAttention::bound);
    }

    public static Mean<Instance> sampledError(Head head) {
        return Claim.<Instance>mean("sampled-error", head::sampledError)
                .atMost(SampledAttention::bound)
                .in(x -> Range.between(0, squaredRange(x)));
    }

    public static ExactRate<Instance> rate(Head head) {
        return Claim.<Instance>exactRate("rate", SizedMeasure.direct((x, n) -> head.variance(x) / n))
                .fallsLike(1, 0.1, 1, 2, 4, 8)
                .under((x, n) -> bound(x.reading(n)));
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(variance(head), sampledError(head), rate(head));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "one-over-n-squared",
                        "claims 1/N² instead of 1/N",
                        sampledError(head).atMost(x -> bound(x) / x.samples())),
                new NegativeControl<>(
                        "rate-two",
                        "claims that the error falls like N^-2",
                        rate(head).fallsLike(2, 0.5)),
                new NegativeControl<>(
                        "half-the-constant", "claims range²/8N", variance(head).atMost(x -> bound(x) / 2)),
                new NegativeControl<>(
                        "unnormalised", "forgets the partition sum", variance(head.withoutNormalisation())));
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        return new TreeMap<>(Map.of("headVariance", head.variance(x), "bound", bound(x)));
    }

    @Override
    public Ranges ranges() {
        return Ranges.none().dim("tokens", 1, 8).dim("samples", 1, 8).scale("spread", 0, 10);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        double[] logits = random.uniforms("logits", 0, draw.dim("tokens"));
        for (int i = 0; i < logits.length; i++) {
            logits[i] *= draw.scale("spread");
        }
        return new Instance(logits, random.uniforms("values", 0, draw.dim("tokens")), draw.dim("samples"));
    }

    @Override
    public List<Instance> corners() {
        return List.of(
                new Instance(new double[] {0}, new double[] {1}, 1),
                new Instance(new double[] {0, 0}, new double[] {0, 1}, 4));
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    private static Example<Instance> worked() {
        return Example.resource(SampledAttention.class, "sampled-attention-worked", Instance.class);
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        double[] sizes = {1, 2, 4, 8, 16, 32};
        Instance x = worked().instance();
        return List.of(Picture.of(
                        "error-of-reading",
                        "What reading N tokens costs",
                        Picture.Axis.logarithmic("tokens read N"),
                        Picture.Axis.logarithmic("mean squared error"))
                .claimed("bound", sizes, map(sizes, n -> bound(x.reading((int) n))))
                .line("worked example", sizes, map(sizes, n -> head.variance(x) / n))
                .saying("Twice as many tokens, half the error."));
    }

    private static double[] map(double[] sizes, DoubleUnaryOperator f) {
        return Arrays.stream(sizes).map(f).toArray();
    }

    private static double squaredRange(Instance x) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : x.values()) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return (high - low) * (high - low);
    }
}
