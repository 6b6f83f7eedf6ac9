package org.attentiontheorems.cli;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.InvalidComputation;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Theorem;

/**
 * Claims whose verdicts can be read off {@link Shapes}: {@code count <= 10}, {@code level <= 1} of a flagged instance, and a coin that
 * falls too often.
 */
final class ShapesTheorem implements Theorem<Shapes> {
    /** An instance of another type than the theorem's. */
    public record Coin(double chance, List<Shapes.Atom> atoms) {
        public Coin {
            Check.that(chance > 0 && chance < 1, "chance", "must be between 0 and 1, is %s", chance);
        }
    }

    static final Claim<Coin> RARE = Claim.<Coin>mean(
                    "rare", (coin, random) -> Approx.direct(random.uniform("coin", 0, 0) < coin.chance() ? 1 : 0))
            .atMost(coin -> 0.125)
            .in(coin -> Range.between(0, 1));

    @Override
    public String id() {
        return "all-shapes";
    }

    @Override
    public Class<Shapes> instanceType() {
        return Shapes.class;
    }

    @Override
    public List<Claim<Shapes>> claims() {
        return List.of(
                Claim.<Shapes>bound("level", Shapes::level).atMost(x -> 1).when(Shapes::flag),
                Claim.<Shapes>bound("count", x -> x.count()).atMost(x -> 10).when(x -> x.count() != 7),
                Claim.identity("sizes", x -> x.sizes().length, x -> 2),
                Claim.<Shapes>bound("open", x -> 1)
                        .atMost(x -> Double.POSITIVE_INFINITY)
                        .when(x -> x.name().equals("open")),
                Claim.<Shapes>mean("half", (x, random) -> Approx.direct(random.uniform("u", 0, 0)))
                        .atMost(x -> x.level())
                        .in(x -> Range.between(0, 1)));
    }

    @Override
    public List<NegativeControl<Shapes>> controls() {
        return List.of();
    }

    @Override
    public List<Family<?>> families() {
        return List.of(
                Family.of("coins", "coins", List.of(new Coin(0.9, List.of()))).claims(RARE));
    }

    @Override
    public SortedMap<String, Double> quantities(Shapes x) {
        Check.that(x.count() < 1000, "count", "gives too many cases to enumerate, is %d", x.count());
        SortedMap<String, Double> quantities = new TreeMap<>();
        quantities.put("level", x.level());
        quantities.put("product", x.level() * x.vector()[0]);
        if (Math.abs(x.level()) > 1e300) {
            throw new InvalidComputation("product is NaN");
        }
        return quantities;
    }

    @Override
    public SortedMap<String, String> remarks(Shapes x) {
        SortedMap<String, String> remarks = new TreeMap<>();
        if (x.name().equals("square")) {
            remarks.put("shape", "all sides are equal");
        }
        return remarks;
    }

    @Override
    public Ranges ranges() {
        return Ranges.none().scale("level", 0, 1);
    }

    @Override
    public Shapes draw(Draw draw, RandomField random) {
        return instance(draw.scale("level"));
    }

    static Shapes instance(double level) {
        return new Shapes(
                3,
                -7,
                level,
                new double[] {1, -2.5e-3},
                new double[][] {{1, 2}, {3, 4}},
                new double[][][] {{{1}, {2}}},
                new int[] {1, 2},
                new int[][] {{0, 1}, {1, 0}},
                true,
                "plain",
                List.of(new Shapes.Atom(new double[][] {{0.25}}, 0.5)),
                new Shapes.Gaussian(new double[] {0.5}),
                Shapes.Mode.FAST);
    }

    @Override
    public List<Shapes> corners() {
        return List.of();
    }
}
