/**
 * The memory of a session (XMem section 3): a sensory memory per object, a working memory of recent
 * frames and a long-term memory of prototypes, read together.
 *
 * <p>Memory is kept query-major: an element is a row, [elements, channels]. Working and long-term
 * memory lie side by side in one block of rows, so that a read needs no concatenation.
 */
@NullMarked
package dev.engram.memory;

import org.jspecify.annotations.NullMarked;
