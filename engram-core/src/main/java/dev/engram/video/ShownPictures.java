package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_INTRA_ONLY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;

import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/**
 * Whether a packet shows one picture, told from the codec and its headers alone: some packets carry
 * a picture that is never shown (VP8, VP9), say that nothing has changed (MPEG-4), or hold half a
 * picture (fields).
 */
final class ShownPictures {
  /**
   * An MPEG-4 picture that is not coded is no longer than this; of others hardly any is so short.
   */
  private static final int EMPTY_VOP = 10;

  private final int codec;
  private final boolean known;
  private final int lengthBytes;

  ShownPictures(AVCodecParameters stream) {
    codec = stream.codec_id();
    AVCodecDescriptor descriptor = avcodec_descriptor_get(codec);
    boolean intra = descriptor != null && (descriptor.props() & AV_CODEC_PROP_INTRA_ONLY) != 0;
    int fields = stream.field_order();
    boolean whole = fields == AV_FIELD_UNKNOWN || fields == AV_FIELD_PROGRESSIVE;
    known = whole && (intra || isUnderstood(codec));
    lengthBytes = lengthBytes(codec, stream.extradata(), stream.extradata_size());
  }

  private static boolean isUnderstood(int codec) {
    return codec == AV_CODEC_ID_H264
        || codec == AV_CODEC_ID_HEVC
        || codec == AV_CODEC_ID_MPEG4
        || codec == AV_CODEC_ID_MPEG1VIDEO
        || codec == AV_CODEC_ID_MPEG2VIDEO
        || codec == AV_CODEC_ID_VP8
        || codec == AV_CODEC_ID_VP9
        || codec == AV_CODEC_ID_AV1;
  }

  /** Bytes before each unit that give its length, by the header of mp4 and its kin; 0 for none. */
  private static int lengthBytes(int codec, BytePointer header, int size) {
    if (header == null || header.isNull() || size < 7 || header.get(0) != 1) {
      return 0;
    }
    if (codec == AV_CODEC_ID_HEVC) {
      return size < 23 ? 0 : (header.get(21) & 3) + 1;
    }
    return (header.get(4) & 3) + 1;
  }

  /** Whether anything can be told of this codec. */
  boolean isKnown() {
    return known;
  }

  /** Whether the packet shows one picture, no more and no less, as far as can be told. */
  boolean one(AVPacket packet) {
    BytePointer data = packet.data();
    int size = packet.size();
    if (codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC) {
      return hasSlice(data, size);
    }
    if (codec == AV_CODEC_ID_MPEG4) {
      return size > EMPTY_VOP;
    }
    if (codec == AV_CODEC_ID_VP8) {
      return size > 0 && (data.get(0) >> 4 & 1) == 1;
    }
    return codec != AV_CODEC_ID_VP9 || vp9Shown(data, size) == 1;
  }

  private boolean hasSlice(BytePointer data, int size) {
    if (lengthBytes == 0) {
      for (int i = 0; i + 3 < size; i++) {
        boolean start = data.get(i) == 0 && data.get(i + 1) == 0 && data.get(i + 2) == 1;
        if (start && isSlice(data.get(i + 3))) {
          return true;
        }
      }
      return false;
    }
    long at = 0;
    while (at + lengthBytes < size) {
      long length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | (data.get(at + i) & 0xFF);
      }
      at += lengthBytes;
      if (isSlice(data.get(at))) {
        return true;
      }
      at += length;
    }
    return false;
  }

  private boolean isSlice(byte unit) {
    if (codec == AV_CODEC_ID_HEVC) {
      return (unit >> 1 & 0x3F) < 32;
    }
    int type = unit & 0x1F;
    return type >= 1 && type <= 5;
  }

  /** How many of the pictures in a packet are shown; a superframe's index stands at its end. */
  private static int vp9Shown(BytePointer data, int size) {
    int last = data.get(size - 1) & 0xFF;
    if ((last & 0xE0) != 0xC0) {
      return vp9Shows(data.get(0)) ? 1 : 0;
    }
    int frames = (last & 7) + 1;
    int bytes = (last >> 3 & 3) + 1;
    int table = size - 1 - frames * bytes;
    int shown = 0;
    long at = 0;
    for (int i = 0; i < frames; i++) {
      if (table < 0 || at >= table) {
        return -1;
      }
      shown += vp9Shows(data.get(at)) ? 1 : 0;
      for (int k = 0; k < bytes; k++) {
        at += (data.get(table + (long) i * bytes + k) & 0xFFL) << (8 * k);
      }
    }
    return shown;
  }

  private static boolean vp9Shows(byte head) {
    boolean profile3 = (head & 0x30) == 0x30;
    int bits = (head & 0xFF) << (profile3 ? 5 : 4);
    boolean existing = (bits & 0x80) != 0;
    return existing || (bits & 0x20) != 0;
  }
}
