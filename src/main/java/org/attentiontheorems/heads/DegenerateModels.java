package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A model of at least two heads and two positions, made degenerate in one respect each: where theorems on training must still hold. */
final class DegenerateModels {
    private DegenerateModels() {}

    static List<HeadModel> of(HeadModel model) {
        List<Head> heads = model.atoms();
        int atoms = heads.size();
        double[] onlySecond = new double[atoms];
        onlySecond[1] = 1;
        return List.of(
                model,
                model.withAtoms(new double[] {1}, heads.subList(0, 1)),
                model.withAtoms(model.atomWeights(), Collections.nCopies(atoms, heads.get(0))),
                model.withAtoms(model.atomWeights(), Collections.nCopies(atoms, zero(model.shape()))),
                model.withAtomWeights(onlySecond),
                model.withLambda(0),
                firstPositions(model),
                firstCoordinate(model),
                withoutTokens(model));
    }

    /** A model of two heads on two sequences of two tokens; where it is the data that degenerate, without a ridge. */
    static List<HeadModel> ofTwoHeads(HeadModel model) {
        Head first = model.atoms().get(0);
        double[] half = {0.5, 0.5};
        HeadModel plain = model.withLambda(0);
        double[][] token = model.inputs()[0];
        int[] as = model.labels()[0];
        int[] bs = model.labels()[1];
        return List.of(
                model.withAtoms(new double[] {1}, List.of(first)),
                model.withAtoms(half, List.of(first, first)),
                model.withAtoms(half, Collections.nCopies(2, zero(model.shape()))),
                model.withAtomWeights(1, 0),
                plain.withData(new double[] {1}, new double[][][] {token}, as),
                plain.withData(half, new double[][][] {token, token}, as, as),
                plain.withData(half, new double[][][] {{token[0]}, {token[1]}}, new int[] {0}, new int[] {1}),
                plain.withData(half, new double[][][] {{token[0], token[0]}, {token[1], token[1]}}, as, bs),
                model.withLambda(6));
    }

    /** All tokens are 0: the cross-entropy does not depend on the heads. */
    static HeadModel withoutTokens(HeadModel m) {
        return m.withInputs(new double[m.inputs().length][m.seqLen()][m.d()]);
    }

    /** Sequences of one position: attention is trivial. */
    private static HeadModel firstPositions(HeadModel m) {
        double[][][] inputs = new double[m.inputs().length][][];
        int[][] labels = new int[inputs.length][];
        for (int j = 0; j < inputs.length; j++) {
            inputs[j] = new double[][] {m.inputs()[j][0]};
            labels[j] = new int[] {m.labels()[j][0]};
        }
        return m.withData(m.seqWeights(), inputs, labels);
    }

    /** Tokens on a line. */
    private static HeadModel firstCoordinate(HeadModel m) {
        double[][][] inputs = new double[m.inputs().length][][];
        for (int j = 0; j < inputs.length; j++) {
            inputs[j] = firstColumn(m.inputs()[j]);
        }
        List<Head> heads = new ArrayList<>();
        for (Head head : m.atoms()) {
            heads.add(new Head(firstColumn(head.q()), firstColumn(head.k()), firstColumn(head.v())));
        }
        return new HeadModel(
                1,
                m.dk(),
                m.vocab(),
                m.seqLen(),
                m.lambda(),
                m.seqWeights(),
                inputs,
                m.labels(),
                m.atomWeights(),
                heads);
    }

    private static double[][] firstColumn(double[][] matrix) {
        double[][] column = new double[matrix.length][1];
        for (int i = 0; i < column.length; i++) {
            column[i][0] = matrix[i][0];
        }
        return column;
    }

    private static Head zero(Head.Shape shape) {
        return Head.of(shape, new double[shape.parameters()], 0);
    }
}
