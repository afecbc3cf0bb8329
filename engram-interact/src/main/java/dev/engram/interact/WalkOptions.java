package dev.engram.interact;

/**
 * What {@link WalkSegmenter} weighs against what; chosen on half of the images of docs/clicks.md.
 *
 * @param pixels the most that are worked on at once
 * @param contrast the square of a colour difference that holds a walk up, in the image's mean one
 *     between neighbours
 * @param pull how strongly a pixel's own evidence counts beside its neighbours
 * @param nearness 0 to 1: how much of that evidence is where the pixel lies, the rest being how it
 *     looks
 * @param firstNearness the same while there is but one mark, which tells little of where the object
 *     ends
 * @param step what the way across a pixel costs beside the change of colours on it, in units of Lab
 * @param border what the frame's edge is away from being a negative mark, in the same units
 * @param reach how far a mark changes a mask that was there before the marks, in the same units
 * @param rounds of learning how the object looks and walking
 * @param iterations the most of a walk's solver
 */
record WalkOptions(
    int pixels,
    float contrast,
    float pull,
    float nearness,
    float firstNearness,
    float step,
    float border,
    float reach,
    int rounds,
    int iterations) {
  static WalkOptions defaults() {
    return new WalkOptions(40_000, 0.5f, 0.01f, 0.6f, 0.4f, 1, 20, 150, 3, 60);
  }
}
