package dev.engram.train.data;

import java.util.random.RandomGenerator;

/** Makes clips to train on. Safe for use from several threads. */
public interface ClipSource {
  /**
   * What a clip should be like.
   *
   * @param frames how many, at least 2
   * @param size pixels of a side
   * @param objects the most targets
   * @param maxJump the most frames between one and the nearest other of the clip
   * @param motion how strongly frames of a real video are moved on top of their own motion, 0 to 1
   */
  record Request(int frames, int size, int objects, int maxJump, double motion) {}

  /** A clip that depends on nothing but the request and the random numbers. */
  Clip clip(RandomGenerator random, Request request);
}
