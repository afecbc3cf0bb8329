/** The experiments of XMem++: how masks get better with references, and with which of them. */
@NullMarked
package dev.engram.eval.references;

import org.jspecify.annotations.NullMarked;
