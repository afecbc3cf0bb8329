/** Masks under the user's hand: regions that tools touch, what they change, how masks travel. */
@NullMarked
package dev.engram.studio.mask;

import org.jspecify.annotations.NullMarked;
