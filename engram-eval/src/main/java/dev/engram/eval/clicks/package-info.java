/** How good a mask a few clicks make, measured with simulated ones. */
@NullMarked
package dev.engram.eval.clicks;

import org.jspecify.annotations.NullMarked;
