/**
 * Floor 2: the heads of one self-attention layer as particles that minimise the cross-entropy (arXiv 2606.10469).
 *
 * <p>The model: {@link org.attentiontheorems.heads.HeadModel} is what an instance file says, {@link org.attentiontheorems.heads.Corpus} its
 * data, {@link org.attentiontheorems.heads.HeadKernel} what one head computes, {@link org.attentiontheorems.heads.HeadDictionary} the risk
 * of measures on fixed heads, {@link org.attentiontheorems.heads.HeadRisk} the risk and its gradients where heads move.
 *
 * <p>Long training: {@link org.attentiontheorems.heads.TrainingFlow} moves the heads, {@link org.attentiontheorems.heads.HeadJet} and {@link
 * org.attentiontheorems.heads.RiskHessian} are second derivatives, {@link org.attentiontheorems.heads.Cylinder} bounds them, {@link
 * org.attentiontheorems.heads.RidgeRegime} is where training is convex, {@link org.attentiontheorems.heads.HeadSymmetry} what it keeps, {@link
 * org.attentiontheorems.heads.TrainingDraws} random models for it, {@code ConvergentTraining} where its
 * speed is proven, {@code LawPair} two runs beside each other.
 */
@NullMarked
package org.attentiontheorems.heads;

import org.jspecify.annotations.NullMarked;
