/** Floor 0: finite measures, their compositions, and sums with an error budget. */
@NullMarked
package org.attentiontheorems.measure;

import org.jspecify.annotations.NullMarked;
