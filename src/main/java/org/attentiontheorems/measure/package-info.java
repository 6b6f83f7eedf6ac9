/** Floor 0: finite measures, their compositions, sums with an error budget, and arithmetic of small vectors and matrices. */
@NullMarked
package org.attentiontheorems.measure;

import org.jspecify.annotations.NullMarked;
