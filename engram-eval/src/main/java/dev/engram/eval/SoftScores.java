package dev.engram.eval;

import dev.engram.Probabilities;
import dev.engram.checkpoint.ElementType;
import dev.engram.checkpoint.NpyFile;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * How sure a run was of each pixel of a frame, as one {@code .npz} file that NumPy reads: {@code
 * scores}, uint8, [1 + objects, height, width], 255 times the probability, the background first;
 * and {@code objects}, int64, the labels of the planes after the first.
 */
final class SoftScores {
  static final String ENDING = ".npz";
  private static final int CERTAIN = 255;

  private final int[] objects;
  private final int width;
  private final int height;
  private final byte[] scores;

  private SoftScores(int[] objects, int width, int height, byte[] scores) {
    this.objects = objects;
    this.width = width;
    this.height = height;
    this.scores = scores;
  }

  /**
   * @param mirrored turns left into right
   */
  static SoftScores of(Probabilities probabilities, boolean mirrored) {
    float[] values = probabilities.values();
    int width = probabilities.width();
    byte[] scores = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      int to = mirrored ? i - x + (width - 1 - x) : i;
      scores[to] = (byte) Math.round(values[i] * CERTAIN);
    }
    return new SoftScores(
        probabilities.objects().stream().mapToInt(Integer::intValue).toArray(),
        width,
        probabilities.height(),
        scores);
  }

  /** Labels of the planes after the first. */
  List<Integer> objects() {
    return Arrays.stream(objects).boxed().toList();
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** 0 to 255 of a plane; 0 is the background, 1 the first object. */
  int at(int plane, int pixel) {
    return scores[plane * width * height + pixel] & 0xff;
  }

  void write(Path file) {
    ByteBuffer labels = ByteBuffer.allocate(8 * objects.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(objects).forEach(labels::putLong);
    labels.flip();
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.putNextEntry(new ZipEntry("scores.npy"));
          NpyFile.write(zip, ByteBuffer.wrap(scores), 1L + objects.length, height, width);
          zip.putNextEntry(new ZipEntry("objects.npy"));
          NpyFile.write(zip, TensorData.of(ElementType.I64, new long[] {objects.length}, labels));
          zip.finish();
        });
  }

  /**
   * @throws EngramException if the file cannot be read or is none of these
   */
  static SoftScores read(Path file) {
    TensorData scores = null;
    int[] objects = null;
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        TensorData array = NpyFile.read(zip, file + " (" + entry.getName() + ")");
        if (entry.getName().equals("scores.npy") && array.type() == ElementType.U8) {
          scores = array;
        } else if (entry.getName().equals("objects.npy") && array.type() == ElementType.I64) {
          objects = new int[(int) array.shape()[0]];
          ByteBuffer bytes = array.bytes().order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < objects.length; i++) {
            objects[i] = Math.toIntExact(bytes.getLong());
          }
        }
      }
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Save the scores anew.", e);
    }
    if (scores == null
        || objects == null
        || scores.shape().length != 3
        || scores.shape()[0] != objects.length + 1) {
      throw new EngramException(
          file + ": no scores. Give files that 'engram evaluate --save-scores' wrote.");
    }
    byte[] bytes = new byte[scores.bytes().remaining()];
    scores.bytes().get(bytes);
    return new SoftScores(objects, (int) scores.shape()[2], (int) scores.shape()[1], bytes);
  }
}
