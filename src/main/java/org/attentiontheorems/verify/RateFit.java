package org.attentiontheorems.verify;

/**
 * A log-log slope with what it is held against.
 *
 * @param slope weighted linear fit, or the last local slope of a deterministic series
 * @param slopeSe its standard error; half the width of the interval for a deterministic series
 * @param endSlope slope at the large end of a weighted quadratic fit, or the Aitken limit of the local slopes
 * @param endSlopeSe its standard error
 * @param claimed the slope that is claimed
 * @param threshold largest slope that still counts as the claimed one
 * @param levels how often the sample (or the grid) was enlarged, counted from 1
 */
public record RateFit(
        double slope,
        double slopeSe,
        double endSlope,
        double endSlopeSe,
        double claimed,
        double threshold,
        int levels) {}
