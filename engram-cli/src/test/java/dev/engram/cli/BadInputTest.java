package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the user may give by mistake: frames, videos and masks. */
@ExtendWith(OneThread.class)
class BadInputTest {
  @TempDir Path folder;
  private SmallJob job;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
  }

  private static Path cut(Path file, double part) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Files.write(file, Arrays.copyOf(bytes, (int) (part * bytes.length)));
  }

  private void assertNothingWritten() {
    assertThat(job.out()).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThere() {
    Path missing = folder.resolve("nowhere");

    job.segment(missing, job.mask("0.png")).assertRefused(missing + ": no such file or folder");
    assertNothingWritten();
  }

  @Test
  void anEmptyFolder() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    job.segment(empty, job.mask("0.png")).assertRefused(empty + ": holds no image");
    assertNothingWritten();
  }

  @Test
  void aTruncatedPngInTheMiddle() throws IOException {
    Path frames = job.frames(5);
    Path third = cut(frames.resolve("00002.png"), 0.5);

    job.segment(frames, job.mask("0.png")).assertRefused(third.toString());
    assertThat(Cli.masksIn(job.out())).containsExactly("00000.png", "00001.png");
  }

  @Test
  void aTruncatedJpegInTheMiddle() throws IOException {
    Path frames = folder.resolve("jpegs");
    for (int i = 0; i < 4; i++) {
      SmallJob.CLIP.writePicture(frames.resolve(i + ".jpg"), i);
    }
    Path third = cut(frames.resolve("2.jpg"), 0.5);

    job.segment(frames, job.mask("0.png")).assertRefused(third.toString());
    assertThat(Cli.masksIn(job.out())).containsExactly("0.png", "1.png");
  }

  @Test
  void aTextThatIsNamedLikeAVideo() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.mp4"), "Take two was better.\n");

    job.segment(text, job.mask("0.png")).assertRefused(text.toString(), "not a video");
    assertNothingWritten();
  }

  @Test
  void anEmptyVideo() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.mp4"));

    job.segment(empty, job.mask("0.png")).assertRefused(empty + ": the file is empty");
    assertNothingWritten();
  }

  @Test
  void aVideoThatBreaksOffInTheMiddle() throws IOException {
    Path video = cut(job.video(40), 0.6);

    Cli run = job.segment(video, job.mask("0.png"));

    run.assertRefused(video + " (frame ", "breaks off", "Copy it again");
    int good = Cli.masksIn(job.out()).size();
    assertThat(good).isBetween(1, 39);
    assertThat(run.err()).contains("(frame " + good + ")");
  }

  @Test
  void framesOfChangingSize() {
    Path frames = job.frames(2);
    Path large = new TinyClip(80, 48).writePicture(frames.resolve("00002.png"), 2);

    job.segment(frames, job.mask("0.png"))
        .assertRefused(large + " (frame 2): 80x48, but the frames before it are 64x48.");
    assertThat(Cli.masksIn(job.out())).hasSize(2);
  }

  @Test
  void aMaskThatIsNotThere() {
    Path missing = folder.resolve("nothing.png");

    job.segment(job.frames(2), missing).assertRefused(missing + ": no such file or folder.");
    assertNothingWritten();
  }

  @Test
  void anEmptyFolderOfMasks() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    job.segment(job.frames(2), empty).assertRefused(empty + ": no mask in this folder.");
    assertNothingWritten();
  }

  @Test
  void aMaskOfAnotherSize() {
    Path mask = new TinyClip(60, 48).writeMask(folder.resolve("m/0.png"), 1);

    job.segment(job.frames(2), mask)
        .assertRefused(
            mask + ": 60x48, but the frames are 64x48. Give a mask of the frames' size.");
    assertThat(Cli.masksIn(job.out())).isEmpty();
  }

  @Test
  void aLaterMaskOfAnotherSize() {
    Path masks = job.mask("0.png").getParent();
    Path late = new TinyClip(60, 48).writeMask(masks.resolve("2.png"), 3);

    job.segment(job.frames(4), masks).assertRefused(late + ": 60x48");
    assertThat(Cli.masksIn(job.out())).isEmpty();
  }

  @Test
  void aMaskWithoutObjects() {
    Path mask = folder.resolve("m/0.png");
    MaskWriter.write(mask, LabelMap.empty(64, 48), Palette.davis());

    job.segment(job.frames(2), mask).assertRefused(mask + ": the mask has no object.");
    assertThat(Cli.masksIn(job.out())).isEmpty();
  }

  @Test
  void aTruncatedMask() throws IOException {
    Path mask = cut(job.mask("0.png"), 0.7);

    job.segment(job.frames(2), mask).assertRefused(mask.toString());
    assertThat(Cli.masksIn(job.out())).isEmpty();
  }

  @Test
  void aMaskForAFrameThatDoesNotExist() {
    Path mask = job.mask("00077.png");

    job.segment(job.frames(3), mask)
        .assertRefused(mask + ": belongs to no frame", "frames are 00000 to 00002");
    job.segment(job.video(3), mask)
        .assertRefused(mask + ": belongs to no frame", "frames are 0 to 2");
    assertNothingWritten();
  }

  @Test
  void anAddressThatNobodyAnswers() {
    job.segment("http://127.0.0.1:1/clip.mp4", job.mask("0.png"))
        .assertRefused("http://127.0.0.1:1/clip.mp4: cannot be opened");
  }

  /** A command with a defect. */
  @CommandLine.Command(name = "defect")
  private static final class Defect implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("a first line\nframe #0: and libtorch's stack");
    }
  }

  @Test
  void whatIsOursIsToldApart() {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().addSubcommand(new Defect());
    command.setErr(new PrintWriter(err, true));

    assertThat(command.execute("defect")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("engram: a fault of Engram's own: ")
        .contains("a first line")
        .hasLineCount(1);
  }
}
