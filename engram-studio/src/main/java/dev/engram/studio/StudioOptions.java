package dev.engram.studio;

import dev.engram.common.EngramException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a studio is reached.
 *
 * @param address to bind to
 * @param port 0 for any that is free
 * @param token that every request must bear; null for none, on loopback only
 * @param folders whose results may be opened for comparison, beside the project's own
 * @param verbose whether faults are printed with their stack
 */
public record StudioOptions(
    String address, int port, @Nullable String token, List<Path> folders, boolean verbose) {
  /** Checks that nobody else can reach a studio without a token. */
  public StudioOptions {
    folders = List.copyOf(folders);
    if (port < 0 || port > 65535) {
      throw new EngramException("--port " + port + ": give 0 to 65535.");
    }
    if (token != null && !token.matches("[A-Za-z0-9_-]{16,128}")) {
      throw new EngramException(
          "--token: give 16 to 128 letters, digits, - and _, which nobody can guess.");
    }
    if (token == null && !isLoopback(address)) {
      throw new EngramException(
          "--address " + address + ": others can reach it, so it needs a token. Give --token.");
    }
  }

  /** This machine alone, at any free port. */
  public static StudioOptions local() {
    return new StudioOptions("127.0.0.1", 0, null, List.of(), false);
  }

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return isLoopback(address);
  }

  /** Whether only this machine can reach an address of its own. */
  public static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new EngramException("--address " + address + ": is no address of this machine.", e);
    }
  }
}
