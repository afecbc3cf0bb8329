/** The trainer: configurations, losses, optimiser, loop and its checkpoints. */
@NullMarked
package dev.engram.train;

import org.jspecify.annotations.NullMarked;
