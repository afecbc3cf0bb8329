/** Scores of results: J and F as the DAVIS evaluation has them, and the benchmarks around them. */
@NullMarked
package dev.engram.eval;

import org.jspecify.annotations.NullMarked;
