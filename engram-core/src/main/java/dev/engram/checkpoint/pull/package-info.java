/**
 * Fetches models on request: from XMem's release page, another server or a folder.
 *
 * <p>The only place of Engram that makes connections by Java, and nothing else of its library calls
 * it: a program that does not ask for a model never goes to the network for one.
 */
@NullMarked
package dev.engram.checkpoint.pull;

import org.jspecify.annotations.NullMarked;
