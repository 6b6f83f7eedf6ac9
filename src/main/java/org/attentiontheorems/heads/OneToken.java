package org.attentiontheorems.heads;

import java.util.List;

/** One token x = 1 with label 0 and two words: attention has nothing to choose, and a head is the margin of its values. */
final class OneToken {
    private OneToken() {}

    static HeadModel model(List<Head> heads, double... masses) {
        return new HeadModel(
                1, 1, 2, 1, 0, new double[] {1}, new double[][][] {{{1}}}, new int[][] {{0}}, masses, heads);
    }

    /** Values (δ, -δ)ᵀ, no queries and keys. */
    static Head head(double delta) {
        double[][] none = {{0}};
        return new Head(none, none, new double[][] {{delta}, {-delta}});
    }
}
