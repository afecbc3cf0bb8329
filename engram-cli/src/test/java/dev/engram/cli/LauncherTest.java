package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The {@code engram} script, with a Java and a Maven that only note down how they are called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "engram").toAbsolutePath().normalize();

  private static final String JAVA =
      """
      #!/bin/sh
      echo "$*" >>"%1$s/calls"
      for word in "$@"; do
        case $word in
          -XX:ArchiveClassesAtExit=*) %2$s ;;
          -XX:SharedArchiveFile=*) test -s "${word#*=}" || exit 9 ;;
        esac
      done
      case "$*" in *" fail") exit 7 ;; esac
      """;

  @TempDir Path folder;
  private Path home;
  private Path cli;
  private Path elsewhere;
  private String locale = "C.UTF-8";

  private record Run(int exitCode, String err) {}

  @BeforeEach
  void checkOut() throws IOException {
    home = Files.createDirectory(folder.resolve("a home"));
    cli = home.resolve("engram-cli/target");
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createDirectories(home.resolve("engram-cli/src/main"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("engram-cli/pom.xml"));
    Files.copy(SCRIPT, home.resolve("engram"));
    program(
        "mvn", "#!/bin/sh\nmkdir -p engram-cli/target/lib\ntouch engram-cli/target/lib/a.jar\n");
    java("echo archive >\"${word#*=}\"");
  }

  private void java(String archiving) throws IOException {
    program("java", JAVA.formatted(folder, archiving));
  }

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    return runWith(folder.resolve("bin") + ":" + System.getenv("PATH"), arguments);
  }

  private Run runWith(String path, String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("sh", home.resolve("engram").toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(elsewhere.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("ENGRAM_BUILD");
    builder.environment().put("PATH", path);
    builder.environment().put("LC_ALL", locale);
    Path err = folder.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    process.getInputStream().readAllBytes();
    int code = process.waitFor();
    return new Run(code, Files.readString(err, StandardCharsets.UTF_8));
  }

  /** How Java was called since the last time that somebody asked. */
  private List<String> calls() throws IOException {
    Path file = folder.resolve("calls");
    List<String> calls = Files.exists(file) ? Files.readAllLines(file) : List.of();
    Files.deleteIfExists(file);
    return calls;
  }

  private List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private List<String> archives() throws IOException {
    return names(cli).stream().filter(name -> name.endsWith(".jsa")).toList();
  }

  @Test
  void theFirstCallBuildsAndPreparesAndTheNextOnesDoNot() throws Exception {
    Run first = run("segment", "clip.mp4");
    assertThat(first.exitCode()).isZero();
    assertThat(first.err()).contains("building").contains("preparing");
    assertThat(calls())
        .hasSize(3)
        .last()
        .asString()
        .endsWith("dev.engram.cli.Main segment clip.mp4");

    Run second = run("segment", "clip.mp4");
    assertThat(second.err()).isEmpty();
    assertThat(calls()).hasSize(1).first().asString().contains("-XX:SharedArchiveFile=" + cli);
    assertThat(names(cli)).noneMatch(name -> name.startsWith("start"));
    assertThat(names(elsewhere)).isEmpty();
  }

  @Test
  void otherJarsOrAnotherJavaArePreparedForAnew() throws Exception {
    run("--version");
    calls();
    Files.writeString(cli.resolve("lib/a.jar"), "another");
    assertThat(run("--version").err()).contains("preparing");
    assertThat(archives()).as("that of the jars before is gone").hasSize(1);
    calls();
    Files.writeString(folder.resolve("bin/java"), JAVA.formatted(folder, "exit 1 # other"));
    assertThat(run("--version").err()).contains("preparing");
    assertThat(archives()).as("each Java has its own").hasSize(2);
  }

  @Test
  void whatCannotBePreparedIsTriedOnceAndDoneWithout() throws Exception {
    java("exit 1");
    assertThat(run("--version").exitCode()).isZero();
    assertThat(calls()).hasSize(3);
    Run second = run("--version");
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(calls()).hasSize(1).first().asString().doesNotContain("SharedArchiveFile");
  }

  @Test
  void withoutRoomToPrepareNothingIsWrittenElsewhere() throws Exception {
    program("mktemp", "#!/bin/sh\nexit 1\n");
    Run run = run("segment", "clip.mp4");
    assertThat(run.exitCode()).isZero();
    assertThat(calls()).hasSize(1).first().asString().endsWith("Main segment clip.mp4");
    assertThat(names(elsewhere)).isEmpty();
  }

  @Test
  void theExitCodeIsTheCommands() throws Exception {
    assertThat(run("fail").exitCode()).isEqualTo(7);
  }

  @Test
  void cudaIsSearchedForWhereThereAreNativesForIt() throws Exception {
    run("--version");
    assertThat(calls()).allMatch(call -> call.contains("platform.extension="));
    Files.createFile(cli.resolve("lib/pytorch-1-linux-x86_64-gpu.jar"));
    run("--version");
    assertThat(calls()).isNotEmpty().noneMatch(call -> call.contains("platform.extension="));
  }

  @Test
  void pathsOfAllLettersAreTakenWithoutALocaleToo() throws Exception {
    program("java", "#!/bin/sh\necho \"$LC_ALL\" >>\"" + folder + "/calls\"\n");
    locale = "POSIX";
    run("--version");
    assertThat(calls()).containsOnly("C.UTF-8");
    locale = "de_DE.UTF-8";
    run("--version");
    assertThat(calls()).containsOnly("de_DE.UTF-8");
  }

  @Test
  void withoutJavaOrMavenItSaysWhatToInstall() throws Exception {
    Path few = Files.createDirectory(folder.resolve("few"));
    Files.createSymbolicLink(few.resolve("dirname"), Path.of("/usr/bin/dirname"));
    Files.createSymbolicLink(few.resolve("cat"), Path.of("/bin/cat"));
    Run withoutJava = runWith(few.toString(), "demo");
    assertThat(withoutJava.exitCode()).isEqualTo(2);
    assertThat(withoutJava.err())
        .isEqualTo(
            "engram: no Java here. Install a JDK of version 17 or later, or set JAVA_HOME.\n");

    Files.createSymbolicLink(few.resolve("java"), folder.resolve("bin/java"));
    Run withoutMaven = runWith(few.toString(), "demo");
    assertThat(withoutMaven.exitCode()).isEqualTo(2);
    assertThat(withoutMaven.err())
        .isEqualTo("engram: no Maven here to build with. Install Maven 3.8 or later.\n");
  }
}
