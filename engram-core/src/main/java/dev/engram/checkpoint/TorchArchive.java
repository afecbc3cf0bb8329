package dev.engram.checkpoint;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip that {@code torch.save} writes: a folder with {@code data.pkl}, which describes the
 * tensors, and their storages as {@code data/0}, {@code data/1} and so on.
 *
 * <p>No entry is believed to be larger than the file, nor are all that are read together.
 */
final class TorchArchive implements AutoCloseable {
  /** A pickle takes about 150 bytes a tensor. */
  private static final long MAX_PICKLE = 16L << 20;

  private final Place place;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;
  private final String root;
  private final Map<String, byte[]> storages = new HashMap<>();
  private long budget;

  private TorchArchive(Place place, ZipFile zip, long fileSize) {
    this.place = place;
    this.zip = zip;
    this.budget = fileSize;
    this.entries = index();
    this.root = findRoot();
    refuseOtherKinds();
  }

  /**
   * Opens the archive and looks whether it is one with a state dict.
   *
   * @throws EngramException if it is not
   */
  static TorchArchive open(Path file, long fileSize) {
    Place place = Place.of(file);
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw place.refuse(
          "is a zip that is cut short or damaged ("
              + Place.quoted(String.valueOf(e.getMessage()))
              + ")",
          Place.GET_AGAIN,
          e);
    }
    try {
      return new TorchArchive(place, zip, fileSize);
    } catch (EngramException e) {
      closeQuietly(zip);
      throw e;
    }
  }

  /** The pickle that describes the tensors. */
  byte[] pickle() {
    ZipEntry entry = require("data.pkl");
    if (entry.getSize() > MAX_PICKLE) {
      throw place.refuse(
          "its pickle has " + entry.getSize() + " bytes, more than any state dict",
          PickleReader.SAVE_AGAIN);
    }
    return read(entry);
  }

  /**
   * The bytes of a storage, read once; the caller does not change them.
   *
   * @throws EngramException if there are fewer than the pickle says
   */
  byte[] storage(Pickled.Storage storage) {
    String name = "data/" + storage.key();
    ZipEntry entry = require(name);
    if (storage.elements() > entry.getSize() / storage.type().bytes()) {
      throw place
          .part(Place.quoted(entry.getName()))
          .refuse(
              "has "
                  + entry.getSize()
                  + " bytes, too few for "
                  + storage.elements()
                  + " elements of "
                  + storage.type(),
              Place.GET_AGAIN);
    }
    return storages.computeIfAbsent(storage.key(), key -> read(entry));
  }

  @Override
  public void close() {
    closeQuietly(zip);
  }

  private Map<String, ZipEntry> index() {
    Map<String, ZipEntry> found = new LinkedHashMap<>();
    try {
      var all = zip.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        if (found.putIfAbsent(entry.getName(), entry) != null) {
          throw place.refuse(
              "holds " + Place.quoted(entry.getName()) + " twice", PickleReader.SAVE_AGAIN);
        }
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw place.refuse("is a damaged zip", Place.GET_AGAIN, e);
    }
    return found;
  }

  /** The folder around everything, with a slash at its end; torch names it after the file. */
  private String findRoot() {
    return entries.keySet().stream()
        .filter(name -> name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/'))
        .map(name -> name.substring(0, name.length() - "data.pkl".length()))
        .findFirst()
        .orElseThrow(
            () ->
                place.refuse(
                    "is a zip, but not one that torch.save writes (it has no data.pkl)",
                    "Give a .pth file of torch or a .safetensors file"));
  }

  private void refuseOtherKinds() {
    boolean program =
        entries.containsKey(root + "constants.pkl")
            || entries.keySet().stream().anyMatch(name -> name.startsWith(root + "code/"));
    if (program) {
      throw place.refuse(
          "is a TorchScript program, not a state dict",
          "Save its weights, in Python: torch.save(torch.jit.load(file).state_dict(), path)");
    }
    ZipEntry byteOrder = entries.get(root + "byteorder");
    if (byteOrder != null) {
      if (byteOrder.getSize() > 16) {
        throw place.part(Place.quoted(byteOrder.getName())).refuse("is too long", Place.GET_AGAIN);
      }
      String order = new String(read(byteOrder), StandardCharsets.UTF_8).strip();
      if (!order.equals("little")) {
        throw place.refuse(
            "its byte order is " + Place.quoted(order) + ", only 'little' can be read",
            "Save it again on a little-endian machine, or as .safetensors");
      }
    }
  }

  private ZipEntry require(String name) {
    ZipEntry entry = entries.get(root + name);
    if (entry == null) {
      throw place.refuse("lacks the entry " + Place.quoted(root + name), Place.GET_AGAIN);
    }
    return entry;
  }

  private byte[] read(ZipEntry entry) {
    Place part = place.part(Place.quoted(entry.getName()));
    if (entry.getMethod() != ZipEntry.STORED) {
      throw part.refuse("is compressed, which torch.save never does", PickleReader.SAVE_AGAIN);
    }
    long size = entry.getSize();
    if (size > TensorData.MAX_BYTES) {
      throw part.refuse("has more than 2 GB", "Save the weights in smaller tensors");
    }
    if (size < 0 || size > budget) {
      throw part.refuse("claims more bytes than the file has", Place.GET_AGAIN);
    }
    budget -= size;
    byte[] bytes = new byte[(int) size];
    try (InputStream in = zip.getInputStream(entry)) {
      if (in == null || in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw part.refuse("is cut short", Place.GET_AGAIN);
      }
    } catch (IOException e) {
      throw part.refuse("cannot be read (" + AtomicFile.reason(e) + ")", Place.GET_AGAIN, e);
    }
    return bytes;
  }

  private static void closeQuietly(ZipFile zip) {
    try {
      zip.close();
    } catch (IOException e) {
      // nothing was written, so nothing is lost
      return;
    }
  }
}
