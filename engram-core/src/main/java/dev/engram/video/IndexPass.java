package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import dev.engram.common.EngramException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * Reads a video's packets without decoding them, and judges whether its frames can be told from
 * them.
 *
 * <p>They can where every packet has a time of its own and shows exactly one picture, nothing is
 * missing or damaged, and the first packet can be decoded. Where anything is in doubt there is no
 * index, and the video is decoded from its start, which is never wrong.
 */
final class IndexPass {
  /** Packets that a decoder holds back at most, threads included. */
  private static final int TAIL = 64;

  private static final int PATIENCE = 4096;

  private final Demuxer demuxer;
  private final ShownPictures shown;
  private long[] times = new long[1024];
  private int[] sizes = new int[1024];
  private boolean[] keys = new boolean[1024];
  private boolean[] hidden = new boolean[1024];
  private int count;

  private IndexPass(Demuxer demuxer) {
    this.demuxer = demuxer;
    this.shown = new ShownPictures(demuxer.stream().codecpar());
  }

  /**
   * @return null if frames cannot be told from packets, or the thread was interrupted
   */
  static @Nullable FrameIndex read(VideoInput input) {
    try (Demuxer demuxer = Demuxer.open(input)) {
      IndexPass pass = new IndexPass(demuxer);
      return pass.shown.isKnown() && pass.readAll() ? pass.index() : null;
    } catch (EngramException e) {
      // whoever decodes it meets the same, and says where
      return null;
    }
  }

  private boolean readAll() {
    AVPacket packet = Ffmpeg.allocated(av_packet_alloc());
    try {
      while (demuxer.read(packet)) {
        boolean good = note(packet);
        av_packet_unref(packet);
        boolean interrupted = count % PATIENCE == 0 && Thread.currentThread().isInterrupted();
        if (!good || interrupted) {
          return false;
        }
      }
      return demuxer.breakage() == null && count > 0;
    } finally {
      av_packet_free(packet);
    }
  }

  private boolean note(AVPacket packet) {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
      keys = Arrays.copyOf(keys, 2 * count);
      hidden = Arrays.copyOf(hidden, 2 * count);
    }
    times[count] = packet.pts();
    sizes[count] = packet.size();
    keys[count] = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    hidden[count] = (packet.flags() & AV_PKT_FLAG_DISCARD) != 0;
    boolean whole = (packet.flags() & AV_PKT_FLAG_CORRUPT) == 0 && packet.size() > 0;
    boolean begins = count > 0 || keys[0];
    boolean good = whole && begins && packet.pts() != PictureDecoder.NO_TIME && shown.one(packet);
    count++;
    return good;
  }

  private @Nullable FrameIndex index() {
    long[] visible = new long[count];
    int frames = 0;
    for (int i = 0; i < count; i++) {
      if (!hidden[i]) {
        visible[frames++] = times[i];
      }
    }
    visible = Arrays.copyOf(visible, frames);
    Arrays.sort(visible);
    long promised = demuxer.frameCount();
    boolean asPromised = !demuxer.isIndexed() || promised < 0 || promised == frames;
    if (frames == 0 || !asPromised || !areDistinctAndWhole(visible)) {
      return null;
    }
    return new FrameIndex(
        Arrays.copyOf(times, count),
        Arrays.copyOf(sizes, count),
        Arrays.copyOf(keys, count),
        visible,
        demuxer.timeBase());
  }

  /**
   * A gap in an even rhythm means lost frames: anywhere in a container that does not list them, and
   * among the last ones, where {@link PictureDecoder} says so, in any.
   */
  private boolean areDistinctAndWhole(long[] visible) {
    Pace pace = new Pace();
    int from = demuxer.isIndexed() ? visible.length - TAIL : 0;
    for (int i = 0; i < visible.length; i++) {
      boolean again = i > 0 && visible[i] == visible[i - 1];
      if (again || (i >= from && pace.isGap(visible[i]))) {
        return false;
      }
      pace.note(visible[i]);
    }
    return true;
  }
}
