package dev.engram.checkpoint.pull;

import static dev.engram.checkpoint.pull.PullScene.NOBODY;
import static dev.engram.checkpoint.pull.PullScene.server;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.ChecksumRecord;
import dev.engram.common.EngramException;
import dev.engram.testing.WeightServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pull keeps, checks and refuses. */
class ModelPullerTest {
  private static final byte[] MODEL = PullScene.model();
  private static final byte[] OTHER = PullScene.otherModel();

  @TempDir Path temporary;
  private final WeightServer server = new WeightServer(MODEL);
  private PullScene scene;

  @BeforeEach
  void setUp() {
    scene = new PullScene(temporary.resolve("models"));
  }

  @AfterEach
  void stopTheServer() {
    server.close();
  }

  private ModelPuller.Pulled pull() {
    return scene.pull(server(server.address()));
  }

  private ModelPuller.Pulled pullAnew() {
    return scene.pull(server(server.address()), true, NOBODY);
  }

  private ModelSource mirror(byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("mirror"));
    Files.write(folder.resolve("XMem.pth"), bytes);
    return ModelSource.mirror(folder.toString());
  }

  @Test
  void theFirstPullRecordsTheChecksum() {
    String sha256 = pull().sha256();

    assertThat(sha256).isEqualTo(ChecksumRecord.sha256(scene.model("")));
    assertThat(scene.model(".sha256")).hasContent(sha256 + "  XMem.pth\n");
  }

  @Test
  void whatIsThereIsCheckedAndNotFetched() {
    String sha256 = pull().sha256();

    ModelPuller.Pulled again = pull();

    assertThat(again.wasThere()).isTrue();
    assertThat(again.sha256()).isEqualTo(sha256);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whatChangedOnTheDiskIsRefusedAndFetchedAnewOnRequest() throws IOException {
    pull();
    Files.write(scene.model(""), OTHER);

    assertThatThrownBy(this::pull)
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(scene.model("") + ": changed or damaged")
        .hasMessageContaining("'engram models pull --force xmem'");
    assertThat(pullAnew().wasThere()).isFalse();

    assertThat(scene.model("")).hasBinaryContent(MODEL);
  }

  @Test
  void whatChangedAtTheSourceIsRefusedEvenAnew() throws IOException {
    pull();
    server.changeTo(OTHER, "\"2\"");

    assertThatThrownBy(this::pullAnew)
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(server.address() + "XMem.pth: another file than at the first pull")
        .hasMessageContaining("or remove " + scene.model(".sha256") + " if it may differ.");
    assertThat(scene.model("")).hasBinaryContent(MODEL);
    assertThat(scene.names()).containsExactly("XMem.pth", "XMem.pth.sha256");

    Files.delete(scene.model(".sha256"));
    pullAnew();
    assertThat(scene.model("")).hasBinaryContent(OTHER);
  }

  @Test
  void aModelThatWasDeletedMustComeBackAsItWas() throws IOException {
    pull();
    Files.delete(scene.model(""));
    server.changeTo(OTHER, "\"2\"");

    assertThatThrownBy(this::pull).hasMessageContaining("another file than at the first pull");
    assertThat(scene.names()).containsExactly("XMem.pth.sha256");
  }

  @Test
  void aPageInPlaceOfACheckpointIsRefusedAndNotKept() {
    server.changeTo("<html><body>Please log in</body></html>".getBytes(UTF_8), "\"2\"");

    assertThatThrownBy(this::pull)
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(
            server.address() + "XMem.pth: what came (0.0 MB) is no checkpoint, perhaps a web page.")
        .hasMessageEndingWith("--from URL|FOLDER.");
    assertThat(scene.names()).isEmpty();
  }

  @Test
  void aModelThatCameHereInAnotherWayIsRecordedFromNowOn() throws IOException {
    Files.createDirectories(scene.folder());
    Files.write(scene.model(""), MODEL);

    assertThat(pull().wasThere()).isTrue();

    assertThat(server.requests()).isEmpty();
    assertThat(scene.names()).containsExactly("XMem.pth", "XMem.pth.sha256");
  }

  @Test
  void aFolderServesAsAMirror() throws IOException {
    assertThat(scene.pull(mirror(MODEL)).wasThere()).isFalse();

    assertThat(scene.model("")).hasBinaryContent(MODEL);
    assertThat(scene.names()).containsExactly("XMem.pth", "XMem.pth.sha256");
    Path ownFolder = scene.folder();
    assertThat(scene.pull(ModelSource.mirror(ownFolder.toString()), true, NOBODY).file())
        .as("a folder as its own mirror")
        .hasBinaryContent(MODEL);
  }

  @Test
  void aMirrorIsHeldToTheRecordToo() throws IOException {
    pull();
    ModelSource mirror = mirror(OTHER);

    assertThatThrownBy(() -> scene.pull(mirror, true, NOBODY))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(temporary.resolve("mirror").resolve("XMem.pth") + ": another file");
  }

  @Test
  void aMirrorWithoutTheFileIsNamed() throws IOException {
    ModelSource mirror = mirror(MODEL);
    Files.delete(temporary.resolve("mirror").resolve("XMem.pth"));

    assertThatThrownBy(() -> scene.pull(mirror))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(
            temporary.resolve("mirror").resolve("XMem.pth") + ": no such file. A mirror holds");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Files.writeString(temporary.resolve("models"), "a file in the way");

    assertThatThrownBy(this::pull)
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(scene.model("") + ": cannot be written (")
        .hasMessageContaining("ENGRAM_MODELS");
  }
}
