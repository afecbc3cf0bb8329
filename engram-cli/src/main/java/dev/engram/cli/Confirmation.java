package dev.engram.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;

/** A question that is answered with yes or no; anything but a yes is a no. */
final class Confirmation {
  private Confirmation() {}

  /** Whether somebody sits at a terminal. */
  static boolean canAsk() {
    return ProgressDisplay.onTerminal();
  }

  /** Asks on standard error and reads the answer from standard input. */
  static boolean ask(PrintWriter err, String question) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
