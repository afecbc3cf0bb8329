/**
 * What every layer may use: the one exception for mistakes of the user, files written whole and the
 * folders that they go to.
 */
@NullMarked
package dev.engram.common;

import org.jspecify.annotations.NullMarked;
