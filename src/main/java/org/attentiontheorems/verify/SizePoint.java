package org.attentiontheorems.verify;

import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One point of a series: a row of the convergence table.
 *
 * @param n size or time
 * @param measured value, or mean of the replicates
 * @param se standard error of the mean; numerical error when there are no replicates
 * @param bound what the theorem allows there; positive infinity where it gives no constant
 * @param replicates number of replicates, 0 for a deterministic value
 */
public record SizePoint(
        double n,
        double measured,
        double se,
        @JsonDeserialize(using = Json.LimitReader.class) double bound,
        long replicates) {}
