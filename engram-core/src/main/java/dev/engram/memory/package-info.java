/**
 * The memory of a session: a sensory memory per object (XMem section 3), a working memory of recent
 * frames, a long-term memory of prototypes and a permanent memory of references (XMem++ section
 * 3.2), read together; and the spatial memory of frames to associate with (STMA section 3.3).
 *
 * <p>Memory is kept query-major: an element is a row, [elements, channels]. Working and long-term
 * memory lie side by side in one block of rows, so that a read needs no concatenation.
 */
@NullMarked
package dev.engram.memory;

import org.jspecify.annotations.NullMarked;
