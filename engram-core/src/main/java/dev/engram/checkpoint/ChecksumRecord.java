package dev.engram.checkpoint;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SHA-256 that a model had when it was fetched first, in {@code NAME.sha256} beside it, as
 * {@code sha256sum} writes and checks it.
 *
 * <p>The whole file is read for every check. For the 250 MB of an XMem that takes 0.16 s on a
 * processor with instructions for it and 0.8 s without, and it finds what dates and sizes do not:
 * damage on the disk.
 */
public final class ChecksumRecord {
  private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64})( [ *].*)?");
  private static final int BUFFER = 1 << 20;
  private static final int SHOWN_DIGITS = 16;

  private final Path file;
  private final Path record;

  private ChecksumRecord(Path file) {
    this.file = file;
    this.record = file.resolveSibling(file.getFileName() + ".sha256");
  }

  /** The record of a model, which need not exist; nor need the model. */
  public static ChecksumRecord of(Path model) {
    return new ChecksumRecord(model);
  }

  /** Where it lies. */
  public Path path() {
    return record;
  }

  /**
   * The SHA-256 on record, in lower case, if there is a record.
   *
   * @throws EngramException if it cannot be read or holds something else
   */
  public Optional<String> read() {
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    try {
      Matcher line = LINE.matcher(Files.readString(record, StandardCharsets.UTF_8).strip());
      if (line.matches()) {
        return Optional.of(line.group(1).toLowerCase(Locale.ROOT));
      }
    } catch (IOException e) {
      throw new EngramException(
          record + ": cannot be read (" + AtomicFile.reason(e) + "). Remove it.", e);
    }
    throw new EngramException(
        record + ": holds no SHA-256. Remove it; the next pull of the model records it anew.");
  }

  /**
   * Puts a SHA-256 on record, in place of any other.
   *
   * @throws EngramException if it cannot be written
   */
  public void write(String sha256) {
    byte[] line = (sha256 + "  " + file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(record, out -> out.write(line));
  }

  /**
   * Compares the model with the record, if there is one.
   *
   * @throws EngramException if they differ, or cannot be read
   */
  public void verify() {
    Optional<String> expected = read();
    if (expected.isEmpty()) {
      return;
    }
    String found = sha256(file);
    if (!found.equals(expected.get())) {
      throw new EngramException(
          file
              + ": changed or damaged since it was pulled: its SHA-256 is "
              + shown(found)
              + " and not "
              + shown(expected.get())
              + ". Fetch it anew with 'engram models pull --force "
              + modelName()
              + "', or remove "
              + record
              + " if you changed it.");
    }
  }

  /**
   * The SHA-256 of a file, 64 digits in lower case.
   *
   * @throws EngramException if it cannot be read
   */
  public static String sha256(Path file) {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw Place.of(file)
          .refuse("cannot be read (" + AtomicFile.reason(e) + ")", Place.GET_AGAIN, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** As many digits as a message needs. */
  public static String shown(String sha256) {
    return sha256.substring(0, SHOWN_DIGITS) + "...";
  }

  private String modelName() {
    String name = file.getFileName().toString();
    return ModelCatalogue.find(name).map(ModelCatalogue.Entry::name).orElse(name);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
