package dev.engram.suggest;

import dev.engram.tensor.Tensor;

/**
 * What is kept of a frame, in the scope in which it was read; FLOAT32, n = h * w.
 *
 * @param key k: [n, C]
 * @param shrinkage s: [n, 1]
 * @param selection e: [n, C]
 * @param masks one row an object: [objects, n]
 */
record StoredFrame(Tensor key, Tensor shrinkage, Tensor selection, Tensor masks) {}
