package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of training-trajectory-stability, for one training. */
final class TrainingPictures {
    private static final int STEPS = 200;
    private static final int[] LOSS_LENGTHS = {16, 64, 256};
    private static final int[] DISTANCE_LENGTHS = {64, 256, 1024};
    private static final int[] LENGTHS = {32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384};

    private final TrainingInstance instance;

    private TrainingPictures(TrainingInstance instance) {
        this.instance = instance.withSteps(STEPS);
    }

    static List<Picture> all(TrainingInstance instance) {
        TrainingPictures pictures = new TrainingPictures(instance);
        return List.of(pictures.losses(), pictures.distances(), pictures.rate(), plane());
    }

    private TrainingPair pair(int promptLength) {
        return TrainingPair.of(TrainingModel.REFERENCE, instance.withLength(promptLength));
    }

    private static double[] steps(int from) {
        double[] steps = new double[STEPS + 1 - from];
        Arrays.setAll(steps, k -> from + k);
        return steps;
    }

    private Picture losses() {
        Picture picture = Picture.of(
                "losses", "Training loss", Axis.linear("steps"), Axis.logarithmic("risk R along its own run"));
        TrainingPair last = pair(LOSS_LENGTHS[0]);
        for (int length : LOSS_LENGTHS) {
            TrainingPair pair = pair(length);
            double[] losses = new double[STEPS + 1];
            Arrays.setAll(losses, pair::finiteRisk);
            picture = picture.line("prompts of " + length + " tokens", steps(0), losses);
        }
        double[] limit = new double[STEPS + 1];
        Arrays.setAll(limit, last::infiniteRisk);
        return picture.claimed("infinitely long prompts", steps(0), limit)
                .saying(
                        "Gradient descent of the worked tasks on the exact risk of prompts of several lengths, from the same"
                                + " start. Longer prompts come closer to the loss of infinitely long ones; what remains for short prompts"
                                + " is the variance of their output.");
    }

    private Picture distances() {
        Picture picture = Picture.of(
                "distances",
                "Distance to the infinite-prompt run",
                Axis.linear("steps"),
                Axis.logarithmic("distance of the parameters"));
        for (int length : DISTANCE_LENGTHS) {
            TrainingPair pair = pair(length);
            TrainingCertificate certificate = TrainingCertificate.of(TrainingModel.REFERENCE, pair);
            double[] distances = new double[STEPS];
            double[] bounds = new double[STEPS];
            for (int i = 1; i <= STEPS; i++) {
                distances[i - 1] = pair.distance(i);
                bounds[i - 1] = certificate.eps()[i];
            }
            picture = picture.line(length + " tokens", steps(1), distances)
                    .claimed("certificate, " + length + " tokens", steps(1), bounds);
        }
        return picture.saying(
                "The distance falls by four where prompts become four times as long. The certificate begins with"
                        + " the distance itself and leaves it slowly: it knows the curvature along the limit run, not the direction of"
                        + " the gap.");
    }

    private Picture rate() {
        List<Double> distances = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        List<Double> gaps = new ArrayList<>();
        for (int length : LENGTHS) {
            TrainingPair pair = pair(length);
            distances.add(pair.largestDistance());
            bounds.add(TrainingCertificate.of(TrainingModel.REFERENCE, pair).largest());
            gaps.add(pair.largestGap());
        }
        double[] lengths = Arrays.stream(LENGTHS).asDoubleStream().toArray();
        double[] slope = new double[lengths.length];
        int last = lengths.length - 1;
        Arrays.setAll(slope, k -> distances.get(last) * lengths[last] / lengths[k]);
        return Picture.of(
                        "rate",
                        "Largest distance of 200 steps against prompt length",
                        Axis.logarithmic("tokens L"),
                        Axis.logarithmic("distance"))
                .claimed("certificate", lengths, array(bounds))
                .line("largest distance", lengths, array(distances))
                .line("largest gap of the gradients", lengths, array(gaps))
                .claimed("slope −1", lengths, slope)
                .saying(
                        "Averaging over prompts removes their fluctuation of order L^(-1/2); bias and variance of order 1/L"
                                + " remain.");
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The two parameters of a training on a line. */
    private static Picture plane() {
        Picture picture =
                Picture.plane("plane", "Training on a line in the plane of both parameters", "key U", "value V");
        TrainingInstance line = TrainingDraws.line(0, 1, 1, 0.2, 0.4, 0.1, 300, 16);
        for (int length : new int[] {16, 64, 256}) {
            TrainingPair pair = TrainingPair.of(TrainingModel.REFERENCE, line.withLength(length));
            picture = picture.line(length + " tokens", keys(pair.finite()), values(pair.finite()));
        }
        TrainingPair pair = TrainingPair.of(TrainingModel.REFERENCE, line);
        double[] u = new double[41];
        double[] v = new double[41];
        for (int k = 0; k < u.length; k++) {
            u[k] = 0.6 + 0.02 * k;
            v[k] = 1 / u[k];
        }
        return picture.line("infinitely long prompts", keys(pair.infinite()), values(pair.infinite()))
                .claimed("UV = 1, where the limit risk vanishes", u, v)
                .saying(
                        "Standard normal tokens, query and target 1. Short prompts prefer small values, since V also reads the"
                                + " noise: their runs end beside the curve of perfect limit layers.");
    }

    private static double[] keys(List<LayerParameters> path) {
        return path.stream().mapToDouble(p -> p.u()[0][0]).toArray();
    }

    private static double[] values(List<LayerParameters> path) {
        return path.stream().mapToDouble(p -> p.v()[0][0]).toArray();
    }
}
