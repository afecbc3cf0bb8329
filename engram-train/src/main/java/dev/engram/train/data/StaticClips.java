package dev.engram.train.data;

import dev.engram.train.data.PairedFolders.Pair;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Clips of one image that drifts, turns, zooms and bends (XMem's stage 0). */
final class StaticClips implements ClipSource {
  private final PictureFiles files;
  private final List<Pair> pairs;
  private final ClipMaker maker;
  private final Augmentation augmentation;

  StaticClips(PictureFiles files, List<Pair> pairs, ClipMaker maker, Augmentation augmentation) {
    this.files = files;
    this.pairs = pairs;
    this.maker = maker;
    this.augmentation = augmentation;
  }

  @Override
  public Clip clip(RandomGenerator random, Request request) {
    return maker.make(
        random,
        request,
        augmentation,
        r -> {
          Pair pair = pairs.get(r.nextInt(pairs.size()));
          Picture picture = files.get(pair.image(), pair.mask());
          return Cropping.shots(
              r, Collections.nCopies(request.frames(), picture), request.size(), augmentation);
        });
  }
}
