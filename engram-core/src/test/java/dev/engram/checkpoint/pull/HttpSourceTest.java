package dev.engram.checkpoint.pull;

import static dev.engram.checkpoint.pull.PullScene.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.testing.WeightServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads as servers give them: whole, in pieces, again. */
class HttpSourceTest {
  private static final byte[] MODEL = PullScene.model();
  private static final byte[] OTHER = PullScene.otherModel();
  private static final int PART = 1000;

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

  private void pull() {
    scene.pull(server(server.address()));
  }

  /** Leaves the first bytes of the model in the folder, as a server that breaks off does. */
  private void pullAPart() {
    server.cutNext(PART, 0, 0, 0);
    assertThatThrownBy(this::pull).hasMessageContaining("run the command again to go on");
    assertThat(scene.names()).containsExactly("XMem.pth.part", "XMem.pth.part.from");
    assertThat(scene.model(".part")).hasBinaryContent(Arrays.copyOf(MODEL, PART));
  }

  private String lastRequest() {
    List<String> requests = server.requests();
    return requests.get(requests.size() - 1);
  }

  private void assertWhole(byte[] model) {
    assertThat(scene.model("")).hasBinaryContent(model);
    assertThat(scene.names()).containsExactly("XMem.pth", "XMem.pth.sha256");
  }

  @Test
  void aFileComesWholeAndIsCountedToItsEnd() {
    List<Long> done = new ArrayList<>();
    PullMonitor monitor =
        new PullMonitor() {
          @Override
          public void onBytes(long bytes, long total) {
            assertThat(total).isEqualTo(MODEL.length);
            done.add(bytes);
          }
        };

    ModelPuller.Pulled pulled = scene.pull(server(server.address()), false, monitor);

    assertWhole(MODEL);
    assertThat(pulled.wasThere()).isFalse();
    assertThat(pulled.file()).isEqualTo(scene.model(""));
    assertThat(done).isSorted().startsWith(0L).endsWith((long) MODEL.length);
    assertThat(server.requests()).containsExactly("/weights/XMem.pth");
  }

  @Test
  void aConnectionThatBreaksOffIsTakenUpWhereItEnded() {
    List<String> said = new ArrayList<>();
    PullMonitor monitor =
        new PullMonitor() {
          @Override
          public void onRetry(String what) {
            said.add(what);
          }
        };
    server.cutNext(1000, 500, 0);

    scene.pull(server(server.address()), false, monitor);

    assertWhole(MODEL);
    assertThat(server.requests())
        .containsExactly(
            "/weights/XMem.pth",
            "/weights/XMem.pth bytes=1000-",
            "/weights/XMem.pth bytes=1500-",
            "/weights/XMem.pth bytes=1500-");
    assertThat(said).hasSize(3).allMatch(s -> s.startsWith("the connection broke off; trying"));
  }

  @Test
  void aLaterPullGoesOnWithThePart() {
    pullAPart();

    pull();

    assertWhole(MODEL);
    assertThat(lastRequest()).isEqualTo("/weights/XMem.pth bytes=1000-");
  }

  @Test
  void aPartThatIsWholeAlreadyIsTakenAsItIs() throws Exception {
    pullAPart();
    Files.write(scene.model(".part"), MODEL);

    pull();

    assertWhole(MODEL);
    assertThat(lastRequest()).endsWith(" bytes=" + MODEL.length + "-");
  }

  @Test
  void aPartThatIsLongerThanTheFileIsThrownAway() throws Exception {
    pullAPart();
    Files.write(scene.model(".part"), Arrays.copyOf(MODEL, MODEL.length + 1));

    pull();

    assertWhole(MODEL);
  }

  @Test
  void aServerThatKnowsNoRangesGivesTheWholeAgain() {
    pullAPart();
    server.withoutRanges();

    pull();

    assertWhole(MODEL);
    assertThat(lastRequest()).endsWith("bytes=1000-");
  }

  @Test
  void aFileThatHasChangedStartsAnew() {
    pullAPart();
    server.changeTo(OTHER, "\"2\"");

    pull();

    assertWhole(OTHER);
  }

  @Test
  void aFileThatHasChangedIsNoticedThoughTheServerSendsTheRestOfIt() {
    pullAPart();
    server.changeTo(OTHER, "\"2\"").withoutConditions();

    pull();

    assertWhole(OTHER);
    assertThat(lastRequest()).isEqualTo("/weights/XMem.pth");
  }

  @Test
  void aWeakTagDoesNotTellPartsApartButTheDateDoes() {
    server.withEtag("W/\"1\"");
    pullAPart();
    assertThat(scene.model(".part.from")).content().contains("GMT").doesNotContain("W/");

    pull();

    assertWhole(MODEL);
    assertThat(lastRequest()).endsWith("bytes=1000-");
  }

  @Test
  void aPartOfAnotherAddressIsNotGoneOnWith() {
    pullAPart();
    try (WeightServer mirror = new WeightServer(OTHER)) {
      scene.pull(server(mirror.address()));

      assertWhole(OTHER);
      assertThat(mirror.requests()).containsExactly("/weights/XMem.pth");
    }
  }

  @Test
  void redirectionsAreFollowedAlsoByWhatGoesOn() {
    server.redirecting().cutNext(PART);

    pull();

    assertWhole(MODEL);
    assertThat(server.requests())
        .containsExactly(
            "/weights/XMem.pth",
            "/moved/XMem.pth",
            "/weights/XMem.pth bytes=1000-",
            "/moved/XMem.pth bytes=1000-");
  }

  @Test
  void aLengthThatIsNotToldIsFoundOut() {
    server.withoutLengths();

    pull();

    assertWhole(MODEL);
  }

  @Test
  void aBodyShorterThanAnnouncedIsNotTakenForTheFile() {
    server.announcing(100).withoutRanges();

    assertThatThrownBy(this::pull)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("fails again and again (the connection broke off)");
    assertThat(scene.model("")).doesNotExist();
  }

  @Test
  void aFileThatTheDiskCannotHoldIsRefusedBeforeItIsFull() {
    server.announcing(1L << 60);

    assertThatThrownBy(this::pull)
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(scene.model(".part") + ": ")
        .hasMessageContaining("are to come, but the disk has room for ")
        .hasMessageEndingWith("Choose a folder with room and rights, in ENGRAM_MODELS.");
  }
}
