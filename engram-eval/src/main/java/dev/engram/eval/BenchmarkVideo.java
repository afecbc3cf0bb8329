package dev.engram.eval;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A video of a benchmark.
 *
 * @param frames folder of its frames
 * @param masks those that start objects, where objects are new in them
 * @param wanted names of the frames whose results count; empty for all
 * @param truth folder of its true masks, if they are public
 */
record BenchmarkVideo(
    String name, Path frames, List<Path> masks, Set<String> wanted, Optional<Path> truth) {}
