package dev.engram.checkpoint.pull;

import static dev.engram.checkpoint.pull.PullScene.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.testing.WeightServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on the way, and what is said of it. */
class NetworkTroubleTest {
  private static final byte[] MODEL = PullScene.model();

  @TempDir Path folder;
  private final WeightServer server = new WeightServer(MODEL);
  private PullScene scene;

  @BeforeEach
  void setUp() {
    scene = new PullScene(folder);
  }

  @AfterEach
  void stopTheServer() {
    server.close();
  }

  private void assertFails(String... said) {
    assertThatThrownBy(() -> scene.pull(server(server.address())))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(server.address() + "XMem.pth: ")
        .hasMessageContainingAll(said);
    assertThat(scene.model("")).doesNotExist();
  }

  @Test
  void aFileThatIsNotThereIsNamedWithTheStatus() {
    server.failNext(404);

    assertFails("XMem.pth: HTTP 404. Look whether the file is there", "--from URL|FOLDER.");
    assertThat(server.requests()).as("there is no point in asking again").hasSize(1);
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() {
    server.failNext(503, 429, 500);

    scene.pull(server(server.address()));

    assertThat(scene.model("")).hasBinaryContent(MODEL);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    server.failNext(503, 503, 503, 503);

    assertFails("fails again and again (HTTP 503). 0.0 MB are kept in", "run the command again");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void attemptsStartAnewWithEveryNewByte() {
    server.cutNext(10, 0, 0, 10, 0, 0, 10, 0, 0);

    scene.pull(server(server.address()));

    assertThat(scene.model("")).hasBinaryContent(MODEL);
  }

  @Test
  void aServerThatAlwaysBreaksOffAtTheSamePlaceIsGivenUp() {
    server.withoutRanges().cutNext(10, 10, 10, 10, 10, 10, 10, 10, 10);

    assertFails("the connection broke off");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void aServerThatFallsSilentIsLeft() {
    List<String> said = new ArrayList<>();
    PullMonitor monitor =
        new PullMonitor() {
          @Override
          public void onRetry(String what) {
            said.add(what);
            server.close();
          }
        };
    server.cutNext(1000).fallingSilent();

    assertThatThrownBy(() -> scene.pull(server(server.address()), false, monitor))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("run the command again to go on");
    assertThat(said.get(0)).startsWith("nothing came for 0 seconds; trying again");
    assertThat(scene.model(".part")).hasSize(1000);
  }

  @Test
  void whoAsksToStopIsHeardWhileNothingComes() {
    PullMonitor monitor =
        new PullMonitor() {
          private long done;

          @Override
          public void onBytes(long bytes, long total) {
            done = bytes;
          }

          @Override
          public boolean stopRequested() {
            return done == 1000;
          }
        };
    server.cutNext(1000).fallingSilent();

    assertThatThrownBy(() -> scene.pull(server(server.address()), false, monitor))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("xmem: stopped, as asked. 0.0 MB are kept in ")
        .hasMessageEndingWith("; run the command again to go on.");
    assertThat(scene.names()).containsExactly("XMem.pth.part", "XMem.pth.part.from");
  }

  @Test
  void whoIsOfflineHearsSoAtOnce() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0)) {
      port = closedSoon.getLocalPort();
    }
    String address = "http://127.0.0.1:" + port + "/";

    assertThatThrownBy(() -> scene.pull(server(address)))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            address
                + "XMem.pth: cannot be reached (no connection). Check the network and HTTPS_PROXY,"
                + " or take the file from elsewhere with --from URL|FOLDER.");
    assertThatThrownBy(() -> scene.pull(server("http://no-such-host.invalid/")))
        .hasMessageContaining("XMem.pth: cannot be reached (the host is not known)");
  }
}
