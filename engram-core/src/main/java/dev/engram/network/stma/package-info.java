/**
 * STMA (Miao et al. 2024): objects, reference frames and the test frame are associated inside a
 * vision transformer, whose features are then matched with those in memory.
 */
@NullMarked
package dev.engram.network.stma;

import org.jspecify.annotations.NullMarked;
