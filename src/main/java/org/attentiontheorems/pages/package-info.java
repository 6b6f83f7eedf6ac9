/** Floor 1: the page that says what a theorem states, assumes and checks. Knows no theorem itself. */
@NullMarked
package org.attentiontheorems.pages;

import org.jspecify.annotations.NullMarked;
