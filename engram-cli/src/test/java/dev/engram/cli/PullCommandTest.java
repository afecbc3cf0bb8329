package dev.engram.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OwnModelFolder;
import dev.engram.testing.TinyXMem;
import dev.engram.testing.WeightServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram models pull}, from servers and folders on this machine. */
class PullCommandTest {
  @TempDir Path folder;
  @RegisterExtension final OwnModelFolder models = new OwnModelFolder();

  private byte[] model() throws IOException {
    return Files.readAllBytes(TinyXMem.plain().write(folder));
  }

  private Path mirror() throws IOException {
    Path mirror = Files.createDirectory(folder.resolve("mirror"));
    Files.write(mirror.resolve("XMem.pth"), model());
    Files.write(mirror.resolve("XMem-s012.pth"), model());
    return mirror;
  }

  @Test
  void aModelThatWasPulledIsThereByItsName() throws IOException {
    try (WeightServer server = new WeightServer(model())) {
      Cli run = Cli.run("models", "pull", "xmem", "--from", server.address());

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .startsWith("xmem: " + models.file("XMem.pth") + ", from " + server.address())
          .contains("XMem.pth (SHA-256 ");
      assertThat(run.err()).contains("xmem: [########################] ", " MB/s, 0:00 left");
      assertThat(models.names()).containsExactly("XMem.pth", "XMem.pth.sha256");
    }
    assertThat(Cli.run("models", "info", "xmem").out())
        .contains("file        " + models.file("XMem.pth"), "network     XMem (ResNet-18");
  }

  @Test
  void severalComeFromAFolderAndASecondPullFetchesNothing() throws IOException {
    Path mirror = mirror();
    String[] pull = {"models", "pull", "xmem", "XMem-s012", "--from", mirror.toString()};
    assertThat(Cli.run((Object[]) pull).exitCode()).isZero();
    Files.delete(mirror.resolve("XMem.pth"));

    Cli again = Cli.run((Object[]) pull);

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).isEmpty();
    assertThat(again.out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(", already there (SHA-256 ", "on record)"));
  }

  @Test
  void forceFetchesWhatIsThere() throws IOException {
    String mirror = mirror().toString();
    Cli.run("models", "pull", "xmem", "--from", mirror);
    Files.writeString(models.file("XMem.pth"), "damaged");

    Cli.run("models", "pull", "xmem", "--from", mirror).assertRefused("changed or damaged");
    Cli run = Cli.run("models", "pull", "xmem", "--from", mirror, "--force");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(models.file("XMem.pth")).hasBinaryContent(model());
  }

  @Test
  void anEmbeddedModelNeedsNoPull() {
    Cli run = Cli.run("models", "pull", "engram-s");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo("engram-s: embedded, there is nothing to pull");
  }

  @Test
  void aWrongNameIsToldWhatThereIsBeforeAnythingIsPulled() throws IOException {
    Cli.run("models", "pull", "xmem", "xmen", "--from", mirror())
        .assertRefused("xmen: no model that can be pulled. There are xmem, xmem-s012, ");
    assertThat(models.names()).isEmpty();
    Cli.run("models", "pull").assertMisused("NAME");
  }

  @Test
  void whoIsOfflineIsToldTheWayOut() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0)) {
      port = closedSoon.getLocalPort();
    }
    String address = "http://127.0.0.1:" + port;
    Cli.run("models", "pull", "xmem", "--from", address)
        .assertRefused(address + "/XMem.pth: cannot be reached (", "--from URL|FOLDER");
  }

  @Test
  void badAnswersAreOneLine() throws IOException {
    try (WeightServer server = new WeightServer("<html>log in</html>".getBytes(UTF_8))) {
      Object[] pull = {"models", "pull", "xmem", "--from", server.address()};
      server.failNext(404);
      Cli.run(pull).assertRefused(server.address() + "XMem.pth: HTTP 404. Look");
      Cli page = Cli.run(pull);
      assertThat(page.exitCode()).isEqualTo(2);
      assertThat(page.err()).contains("engram: " + server.address() + "XMem.pth: what came");
    }
    assertThat(models.names()).isEmpty();
  }

  @Test
  void aMirrorThatIsNoneIsRefused() {
    Path none = folder.resolve("none");
    Cli.run("models", "pull", "xmem", "--from", none).assertRefused(none + ": no such folder.");
  }
}
