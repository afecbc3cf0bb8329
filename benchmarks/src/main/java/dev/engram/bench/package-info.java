/** How fast Engram is, in parts and beside others. */
@NullMarked
package dev.engram.bench;

import org.jspecify.annotations.NullMarked;
