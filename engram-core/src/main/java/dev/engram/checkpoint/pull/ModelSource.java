package dev.engram.checkpoint.pull;

import dev.engram.checkpoint.ModelCatalogue;
import dev.engram.common.EngramException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Where models come from: XMem's release page, or a mirror that holds the same file names. */
public abstract sealed class ModelSource permits HttpSource, FolderSource {
  private static final String WAY_OUT =
      "Give a mirror as http://..., https://... or a folder that holds the models.";

  /** XMem's release page, through the proxy that system properties or the environment name. */
  public static ModelSource release() {
    return http(ModelCatalogue.RELEASE);
  }

  /**
   * A mirror.
   *
   * @param urlOrFolder an {@code http} or {@code https} address that file names are appended to, or
   *     a folder
   * @throws EngramException if it is neither
   */
  public static ModelSource mirror(String urlOrFolder) {
    return urlOrFolder.contains("://") ? http(address(urlOrFolder)) : folder(urlOrFolder);
  }

  /** A file's address, for messages. */
  public abstract String locate(String file);

  /**
   * Fetches what is missing of a file.
   *
   * @throws EngramException if that does not succeed; what has arrived stays in the part if a later
   *     pull can go on with it
   * @throws java.util.concurrent.CancellationException if the monitor stopped it
   */
  abstract void fetch(String file, PartFile part, PullMonitor monitor);

  private static ModelSource http(URI base) {
    return new HttpSource(base, ProxySettings.of(System::getenv), Patience.usual());
  }

  private static URI address(String url) {
    URI uri;
    try {
      uri = new URI(url.endsWith("/") ? url : url + "/");
    } catch (URISyntaxException e) {
      throw new EngramException(url + ": not an address. " + WAY_OUT, e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new EngramException(url + ": not an address of HTTP. " + WAY_OUT);
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new EngramException(
          uri.getHost() + ": file names go after the path, so give neither user nor query in it.");
    }
    return uri;
  }

  private static ModelSource folder(String text) {
    try {
      Path folder = Path.of(text);
      if (Files.isDirectory(folder)) {
        return new FolderSource(folder);
      }
    } catch (InvalidPathException e) {
      throw new EngramException(text + ": not a path. " + WAY_OUT, e);
    }
    throw new EngramException(text + ": no such folder. " + WAY_OUT);
  }
}
