package org.attentiontheorems.cli;

import java.util.List;
import java.util.SortedMap;
import org.attentiontheorems.guide.Head;
import org.attentiontheorems.guide.SampledAttention;
import org.attentiontheorems.guide.SampledAttention.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/** The guide's theorem under another name, with other claims, controls or families. */
record Variant(
        String id, List<Claim<Instance>> claims, List<NegativeControl<Instance>> controls, List<Family<?>> families)
        implements Theorem<Instance> {
    private static final Theorem<Instance> GUIDE = new SampledAttention();

    static Variant called(String id) {
        return new Variant(id, GUIDE.claims(), GUIDE.controls(), List.of());
    }

    /** Its reference implementation forgets the partition sum. */
    static Variant broken(String id) {
        return called(id).claiming(SampledAttention.variance(Head.REFERENCE.withoutNormalisation()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final Variant claiming(Claim<Instance>... claims) {
        return new Variant(id, List.of(claims), List.of(), families);
    }

    Variant with(Family<?> family) {
        return new Variant(id, claims, controls, List.of(family));
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance instance) {
        return GUIDE.quantities(instance);
    }

    @Override
    public Ranges ranges() {
        return GUIDE.ranges();
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        return GUIDE.draw(draw, random);
    }

    @Override
    public List<Instance> corners() {
        return GUIDE.corners();
    }

    @Override
    public int tries() {
        return 40;
    }

    @Override
    public Search search() {
        return new Search(20, 2, 10);
    }
}
