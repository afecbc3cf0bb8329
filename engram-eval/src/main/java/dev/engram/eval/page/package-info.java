/** Pages of HTML that need nothing beside them: charts in SVG, and what pages have in common. */
@NullMarked
package dev.engram.eval.page;

import org.jspecify.annotations.NullMarked;
