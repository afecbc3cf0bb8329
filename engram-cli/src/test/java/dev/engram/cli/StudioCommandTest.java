package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.project.Project;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StudioCommandTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path frames;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    frames = job.frames(6);
  }

  /** Written to until a line is there. */
  private static final class Lines extends StringWriter {
    private final CountDownLatch address = new CountDownLatch(1);

    @Override
    public void flush() {
      if (toString().contains("Ctrl-C ends it.")) {
        address.countDown();
      }
    }

    String address() throws InterruptedException {
      assertThat(address.await(60, TimeUnit.SECONDS)).isTrue();
      Matcher matcher = Pattern.compile("http://\\S+").matcher(toString());
      assertThat(matcher.find()).isTrue();
      return matcher.group();
    }
  }

  @Test
  void aFolderOfImagesGetsAProjectBesideItWhichIsServedUntilTheCommandEnds() throws Exception {
    CommandLine command = Main.commandLine();
    Lines out = new Lines();
    command.setOut(new PrintWriter(out));
    Thread studio =
        new Thread(() -> command.execute("studio", frames.toString(), "--port", "0"), "studio");
    studio.start();
    String address = out.address();
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest health = HttpRequest.newBuilder(URI.create(address + "api/v1/health")).build();
    HttpResponse<String> answer = client.send(health, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"ok\"");
    Path project = frames.resolveSibling(frames.getFileName() + ".engram");
    assertThat(Project.open(project).frames()).isEqualTo(6);

    studio.interrupt();
    studio.join(30_000);
    assertThat(studio.isAlive()).isFalse();
  }

  @Test
  void whatIsNoVideoIsToldInOneLine() throws IOException {
    Cli.run("studio", folder.resolve("none.mp4")).assertRefused("none.mp4: is not there");
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    Cli.run("studio", text).assertRefused("text.mp4");
    assertThat(folder.resolve("text.engram").resolve(Project.FILE)).doesNotExist();
  }

  @Test
  void aProjectOfAnotherVideoIsNotTaken() {
    Project.create(folder.resolve("other.engram"), frames);
    Path others = job.video(6);
    Cli.run("studio", others, "--project", folder.resolve("other.engram"))
        .assertRefused("Choose another folder with --project");
  }

  @Test
  void aPortThatIsTakenIsToldWithTheWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Cli.run("studio", frames, "--port", taken.getLocalPort())
          .assertRefused("--port " + taken.getLocalPort() + ": is taken. Choose another");
    }
  }

  @Test
  void aTokenThatCanBeGuessedIsRefused() {
    Cli.run("studio", frames, "--token", "short").assertRefused("--token: give 16 to 128");
  }
}
