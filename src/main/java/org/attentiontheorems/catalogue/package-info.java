/** Floor 3: the one list of all theorems, joined with their pages. */
@NullMarked
package org.attentiontheorems.catalogue;

import org.jspecify.annotations.NullMarked;
