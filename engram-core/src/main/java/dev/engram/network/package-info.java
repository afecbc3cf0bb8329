/** What a session asks of a network: encode a frame, encode masks, decode a memory readout. */
@NullMarked
package dev.engram.network;

import org.jspecify.annotations.NullMarked;
