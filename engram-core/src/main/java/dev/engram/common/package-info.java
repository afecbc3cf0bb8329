/**
 * What every layer may use: the one exception for mistakes of the user, and files written whole.
 */
@NullMarked
package dev.engram.common;

import org.jspecify.annotations.NullMarked;
