/**
 * Masks: maps of object labels, the colours they are shown in, and their files.
 *
 * <p>Everything works headless and needs nothing but the JDK.
 */
@NullMarked
package dev.engram.mask;

import org.jspecify.annotations.NullMarked;
