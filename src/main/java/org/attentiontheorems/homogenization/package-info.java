/**
 * Floor 2: transformers of random layers, on the sphere and without mask, in the limit of many small layers (arXiv 2604.01978).
 *
 * <p>The model: {@code WeightLaw} is a finite law of head weights, {@code Attention} what tokens read
 * from each other, {@code Layer} one layer of random heads with all its outcomes, and all paths through
 * many of them. {@code SphereStep} is the one place for corrections that come from the sphere: the expansion of a normalised step with its
 * remainders, and the drift that a random step on the sphere has (Itô). {@code AveragedLayer} is the drift and covariance that a layer
 * of centred heads has in the limit, {@code LayerMoments} what it has exactly. {@code Rows} is arithmetic of rows in place, {@code Inputs} what
 * instance files are checked for, {@code WeightDraws} makes random ones.
 */
@NullMarked
package org.attentiontheorems.homogenization;

import org.jspecify.annotations.NullMarked;
