/** Scores as a page to look at. */
@NullMarked
package dev.engram.eval.report;

import org.jspecify.annotations.NullMarked;
