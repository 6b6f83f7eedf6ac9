/**
 * Floor 3: stored evidence and catalogue pages become HTML. Knows no theorem.
 *
 * <p>{@link org.attentiontheorems.report.Report} and {@link org.attentiontheorems.report.InstancePage} are the doors. Numbers and
 * judgement come from the evidence; {@code *View} classes choose and word what is shown, {@link
 * org.attentiontheorems.report.Plot} draws, and templates lay out.
 */
@NullMarked
package org.attentiontheorems.report;

import org.jspecify.annotations.NullMarked;
