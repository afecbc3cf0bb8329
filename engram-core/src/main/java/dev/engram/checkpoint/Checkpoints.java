package dev.engram.checkpoint;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads weights from a file of any format that is known here, told apart by content. */
public final class Checkpoints {
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** The number that files of torch before 1.6 begin with, after two bytes for the protocol. */
  private static final byte[] OLD_TORCH = {
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19
  };

  private static final int LONGEST_START = 16;

  private Checkpoints() {}

  /**
   * Reads a {@code .pth} file of {@code torch.save(network.state_dict(), path)}, of torch 1.6 or
   * later, or a {@code .safetensors} file, whatever its name.
   *
   * <p>A training checkpoint that holds one dict of tensors, such as under {@code state_dict},
   * {@code model} or {@code network}, is read as that dict. Nothing that the file asks for is run.
   * All tensors are in the heap afterwards, once.
   *
   * @throws EngramException if the file cannot be read, is damaged, or holds anything else; names
   *     the file and the way out
   */
  public static StateDict read(Path file) {
    Place place = Place.of(file);
    byte[] start;
    long size;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(LONGEST_START);
      size = Files.size(file);
    } catch (IOException e) {
      throw place.refuse(
          "cannot be read (" + AtomicFile.reason(e) + ")", "Give a file of weights", e);
    }
    if (startsWith(start, 0, ZIP)) {
      return TorchStateDict.read(file, size);
    }
    if (start.length > 2 && (start[0] & 0xff) == 0x80 && startsWith(start, 2, OLD_TORCH)) {
      throw place.refuse(
          "is written in torch's old format, from before 1.6",
          "Save it again with a current torch, in Python: torch.save(torch.load(file), path)");
    }
    if (SafeTensors.isLikely(start)) {
      return SafeTensors.read(file);
    }
    throw place.refuse(
        start.length == 0
            ? "is empty"
            : "is neither a state dict of torch (.pth) nor a .safetensors file",
        "Look whether the download was complete and gave the file itself");
  }

  private static boolean startsWith(byte[] bytes, int offset, byte[] prefix) {
    return bytes.length >= offset + prefix.length
        && Arrays.equals(bytes, offset, offset + prefix.length, prefix, 0, prefix.length);
  }
}
