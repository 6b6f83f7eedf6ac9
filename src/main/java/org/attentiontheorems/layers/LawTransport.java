package org.attentiontheorems.layers;

import java.util.List;
import org.attentiontheorems.layers.MeanFieldControlValue.Instance;
import org.attentiontheorems.layers.StateLaw.Pairing;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/**
 * The transport half of {@link MeanFieldControlValue}: the law of hidden states follows the layer field. For a test function χ and for laws μ, ν
 * that start from N atoms each,
 *
 * <pre>{@code
 * Σ_n w_n [χ(1, h_n(1)) - χ(0, h_n(0))]  =  ∫ Σ_n w_n {∂_t χ + ⟨∇χ, f⟩} dt,
 * W_1(μ^L, μ_1)  <=  Σ_n w_n E_L^n,   W_2(μ_1, ν_1)  <=  max γ_nn' W_2(μ_0, ν_0).
 * }</pre>
 */
final class LawTransport {
    private static final double WEAK_FORM = 1e-10;

    private static final double FLOW_ERROR = 1e-12;
    private static final Memo<Instance, TestFunction.WeakForm> WEAK = Memo.of(x -> x.weakForm(1, 1));
    private static final Memo<Instance, LawPair> LAWS =
            Memo.of(x -> LawPair.of(x.model(), x.first(), x.law(), x.other(), x.depth()));

    private LawTransport() {}

    static TestFunction.WeakForm weakForm(Instance x) {
        return WEAK.apply(x);
    }

    static LawPair laws(Instance x) {
        return LAWS.apply(x);
    }

    /** Both sides of the transport equation. */
    static Identity<Instance> transport(double flux) {
        return Claim.<Instance>identity(
                        "transport",
                        (x, effort) -> integral(x, flux, effort),
                        (x, effort) -> Approx.direct(WEAK.apply(x).change()))
                .absFloor(WEAK_FORM);
    }

    /** The integral by one panel a segment, then 4 and 16; where it is not what is claimed, with its change by twice as many as error. */
    private static Approx integral(Instance x, double flux, int effort) {
        int panels = 1 << (2 * effort);
        double integral = flux == 1 && panels == 1
                ? WEAK.apply(x).integral()
                : x.weakForm(flux, panels).integral();
        return Math.abs(integral - WEAK.apply(x).change()) <= WEAK_FORM
                ? Approx.direct(integral)
                : Approx.within(
                        integral,
                        Math.abs(integral - x.weakForm(flux, 2 * panels).integral()));
    }

    /** {@code W_1(μ^L, μ_1) <= Σ_n w_n |h_L^n - h^n(1)|_∞ <= Σ_n w_n E_L^n}. */
    static Bound<Instance> networkLaw() {
        return Claim.<Instance>bound("network-law", x -> LAWS.apply(x).networkDistance())
                .atMost(x -> LAWS.apply(x).networkBound())
                .absFloor(FLOW_ERROR);
    }

    /** {@code W_2(μ_1, ν_1) <= max γ W_2(μ_0, ν_0)}. */
    static Bound<Instance> lawGrowth() {
        return Claim.<Instance>bound("law-growth", x -> LAWS.apply(x).end())
                .atMost(x -> LAWS.apply(x).bound())
                .absFloor(FLOW_ERROR);
    }

    /** A law is at distance 0 from itself, however its atoms are numbered. */
    static Identity<Instance> renumbered(Pairing pairing) {
        return Claim.<Instance>identity(
                        "renumbered", x -> x.law().distance(x.law().rotated(), pairing), x -> 0)
                .absFloor(FLOW_ERROR);
    }

    /** The distance of two laws does not depend on how atoms are numbered, nor on how the best pairing is found. */
    static Identity<Instance> pairing(Pairing pairing) {
        return Claim.<Instance>identity(
                        "pairing",
                        x -> x.law().rotated().distance(x.other(), pairing),
                        x -> x.law().distance(x.other(), Pairing.ALL))
                .absFloor(FLOW_ERROR);
    }

    /** The last claims of {@link MeanFieldControlValue}. */
    static List<Claim<Instance>> claims() {
        return List.of(transport(1), networkLaw(), lawGrowth(), renumbered(Pairing.OPTIMAL), pairing(Pairing.OPTIMAL));
    }

    /** Its last controls. */
    static List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>("flux-against-the-flow", "has the wrong sign of the flux", transport(-1)),
                new NegativeControl<>(
                        "laws-keep-their-distance",
                        "claims that the flow moves no two laws apart",
                        lawGrowth().atMost(x -> LAWS.apply(x).start())),
                new NegativeControl<>(
                        "pairs-by-number", "pairs atoms of the same number", renumbered(Pairing.IDENTITY)),
                new NegativeControl<>(
                        "distance-by-number", "pairs atoms of the same number", pairing(Pairing.IDENTITY)));
    }
}
