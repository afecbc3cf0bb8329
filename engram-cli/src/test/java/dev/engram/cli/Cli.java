package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.MaskReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What a run of the command gave. */
record Cli(int exitCode, String out, String err) {
  /** Runs the command in this process. */
  static Cli run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    CommandLine command = Main.commandLine(words);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    int code = command.execute(words);
    return new Cli(code, out.toString(), err.toString());
  }

  /** Something to mend: exit code 2 and one line on standard error that says all of this. */
  void assertRefused(String... said) {
    assertThat(err).as("standard error").startsWith("engram: ").endsWith("." + lineEnd());
    assertThat(err.strip().lines()).as(err).hasSize(1);
    assertThat(err).contains(said);
    assertThat(out).isEmpty();
    assertThat(exitCode).isEqualTo(2);
  }

  /** As {@link #assertRefused}, where the message ends in a pointer to the help. */
  void assertMisused(String... said) {
    assertThat(err.strip().lines()).as(err).hasSize(1);
    assertThat(err).startsWith("engram: ").contains("See 'engram").contains(said);
    assertThat(exitCode).isEqualTo(2);
  }

  private static String lineEnd() {
    return System.lineSeparator();
  }

  /** The files of an output folder, which must all be whole masks; none if it does not exist. */
  static List<String> masksIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : all) {
        assertThat(file.getFileName().toString()).endsWith(".png").doesNotContain("part");
        assertThat(new MaskReader().read(file).labels().width()).isPositive();
      }
      return all.stream().map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
