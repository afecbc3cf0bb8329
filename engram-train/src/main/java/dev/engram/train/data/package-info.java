/**
 * What the network is trained on: clips of a few frames with exact masks, made as they are needed.
 */
@NullMarked
package dev.engram.train.data;

import org.jspecify.annotations.NullMarked;
