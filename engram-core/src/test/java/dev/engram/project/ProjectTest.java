package dev.engram.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.Palette;
import dev.engram.testing.TinyClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
  private static final TinyClip CLIP = TinyClip.small();

  @TempDir Path temporary;
  private Path frames;
  private Path folder;

  @BeforeEach
  void prepare() {
    frames = CLIP.writeFolder(temporary.resolve("shot/frames"), 5);
    folder = temporary.resolve("shot/chair");
  }

  private Project project() {
    return Project.create(folder, frames);
  }

  private Path json() {
    return folder.resolve(Project.FILE);
  }

  private void put(Project project, int frame, int... labels) {
    project.putReference(frame, CLIP.mask(labels), Palette.davis(), true);
  }

  private void rewrite(String what, String by) throws IOException {
    String before = Files.readString(json());
    assertThat(before).contains(what);
    Files.writeString(json(), before.replace(what, by));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Runnable action) {
    return assertThatThrownBy(action::run)
        .isInstanceOf(EngramException.class)
        .hasMessageMatching("[^\\n]+: [^\\n]+\\. [A-Z][^\\n]+\\.");
  }

  @Test
  void whatIsPutIsThereAfterOpening() {
    Project project = project();
    put(project, 3, 1, 7);
    project.putReference(1, CLIP.mask(2), Palette.davis(), false);
    project.nameObject(7, "chair");
    project.putSettings(Map.of("model", "xmem"));

    Project opened = Project.open(folder);

    assertThat(opened.references())
        .containsExactly(
            new ProjectReference(1, "references/00001.png", false),
            new ProjectReference(3, "references/00003.png", true));
    assertThat(opened.objects())
        .containsExactly(
            new ProjectObject(1, "object 1"),
            new ProjectObject(2, "object 2"),
            new ProjectObject(7, "chair"));
    assertThat(opened.settings()).isEqualTo(Map.of("model", "xmem"));
    assertThat(List.of(opened.frames(), opened.width(), opened.height()))
        .containsExactly(5, 64, 48);
    assertThat(opened.input()).isEqualTo(frames);
    assertThat(opened.masksFolder()).isEqualTo(folder.resolve("masks"));
  }

  @Test
  void objectsKeepColourLockAndHidingAndMayBeThereBeforeAnyMaskShowsThem() throws IOException {
    Project project = project();
    put(project, 0, 1);
    ProjectObject first = new ProjectObject(1, "chair", 0x12ab34, true, false);
    ProjectObject second = new ProjectObject(2, "dog", null, false, true);
    project.putObjects(List.of(second, first));

    assertThat(Project.open(folder).objects()).containsExactly(first, second);
    assertRefused(() -> project.putObjects(List.of(second)));
    rewrite("#12ab34", "red");
    assertRefused(() -> Project.open(folder));
  }

  @Test
  void aPartialReferenceKeepsTheLabelsThatAreNotInItsFrame() {
    Project project = project();
    project.putPartialReference(1, CLIP.mask(2), Palette.davis(), Set.of(7, 1));

    assertThat(Project.open(folder).references())
        .containsExactly(new ProjectReference(1, "references/00001.png", false, Set.of(1, 7)));
  }

  @Test
  void aMaskComesBackLabelForLabelInItsColours() {
    Palette own = Palette.ofColours(Map.of(1, 0x123456, 300, 0xABCDEF));
    Project project = project();
    project.putReference(0, CLIP.mask(1, 4), own, true);
    project.putReference(1, CLIP.mask(300), own, true);

    Project opened = Project.open(folder);

    assertThat(opened.readReference(0).labels()).isEqualTo(CLIP.mask(1, 4));
    assertThat(opened.readReference(0).paletteOrDavis().rgb(1)).isEqualTo(0x123456);
    assertThat(opened.readReference(1).labels()).isEqualTo(CLIP.mask(300));
  }

  @Test
  void anObjectHasItsOwnColourElseThatOfTheFirstMaskThatShowsIt() {
    Project project = project();
    Palette first = Palette.ofColours(Map.of(1, 0x111199, 2, 0x222299));
    Palette other = Palette.ofColours(Map.of(1, 0x991111, 2, 0x992222));
    project.putReference(3, CLIP.mask(1, 2), other, true);
    project.putReference(1, CLIP.mask(2), first, true);
    ProjectObject plain = new ProjectObject(1, "chair");
    ProjectObject shown = new ProjectObject(2, "dog");
    ProjectObject own = new ProjectObject(3, "cat", 0x123456, false, false);
    project.putObjects(List.of(plain, shown, own));
    assertThat(project.objectColours()).isEqualTo(Map.of(1, 0x991111, 2, 0x222299, 3, 0x123456));
  }

  @Test
  void framesOfAVideoAreNamedInFiveDigits() {
    Path video = CLIP.writeVideo(temporary.resolve("clip.mp4"), 4);

    Project project = Project.create(folder, video);
    put(project, 2, 1);

    assertThat(project.frames()).isEqualTo(4);
    assertThat(folder.resolve("references/00002.png")).exists();
  }

  @Test
  void anObjectIsGoneWithTheLastReferenceThatShowsIt() {
    Project project = project();
    put(project, 0, 1, 2);
    put(project, 1, 2, 3);

    project.removeReference(0);
    assertThat(project.objects()).extracting(ProjectObject::label).containsExactly(2, 3);
    assertThat(folder.resolve("references/00000.png")).doesNotExist();
    put(project, 1, 5);
    assertThat(Project.open(folder).objects()).containsExactly(new ProjectObject(5, "object 5"));
  }

  @Test
  void anObjectWithoutANameIsCalledByItsLabel() {
    Project project = project();
    put(project, 0, 1, 2);
    project.nameObject(1, "chair");

    assertThat(project.objectName(1)).isEqualTo("chair");
    assertThat(project.objectName(2)).isEqualTo("object 2");
    assertThat(project.objectName(9)).isEqualTo("object 9");
  }

  @Test
  void aReferenceCanBeRemovedWhileAnotherIsMissing() throws IOException {
    Project project = project();
    put(project, 0, 1);
    put(project, 1, 2);
    Files.delete(folder.resolve("references/00000.png"));

    Project opened = Project.open(folder);
    assertRefused(() -> opened.readReference(0))
        .hasMessageContaining("00000.png: this reference is not there any more.")
        .hasMessageEndingWith("engram references remove " + folder + " 00000.");
    opened.removeReference(1);
    assertThat(opened.objects()).hasSize(2);
    opened.removeReference(0);
    assertThat(opened.references()).isEmpty();
  }

  @Test
  void aReferenceOfAnotherSizeIsRefused() {
    Project project = project();
    put(project, 0, 1);
    Path file = new TinyClip(60, 48).writeMask(folder.resolve("references/00000.png"), 1);

    assertRefused(() -> project.readReference(0))
        .hasMessageStartingWith(file + ": 60x48, but the frames are 64x48.");
    assertRefused(
            () -> project.putReference(1, new TinyClip(60, 48).mask(1), Palette.davis(), true))
        .hasMessageContaining("frame 00001: its mask is 60x48");
  }

  @Test
  void aFrameThatDoesNotExistIsRefused() throws IOException {
    Project project = project();
    assertThatThrownBy(() -> put(project, 5, 1))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("frame 5: there is none; frames of " + frames + " are 0 to 4.");

    put(project, 4, 1);
    rewrite("\"frames\" : 5", "\"frames\" : 4");
    assertRefused(() -> Project.open(folder))
        .hasMessageContaining("has a reference of frame 4, but frames are 0 to 3");
  }

  @Test
  void aFolderThatIsNoProjectIsRefused() throws IOException {
    assertRefused(() -> Project.open(folder)).hasMessageStartingWith(folder + ": no such folder.");
    assertRefused(() -> Project.open(frames))
        .hasMessageStartingWith(frames + ": not a project, as it has no project.json.");
    Files.createDirectories(folder);
    Files.createFile(folder.resolve("notes.txt"));
    assertRefused(this::project).hasMessageContaining("not an empty folder");
  }

  @Test
  void aProjectIsNotMadeTwice() {
    project();
    assertRefused(this::project).hasMessageContaining(folder + ": is a project already.");
  }

  @Test
  void aBrokenFileIsRefusedWithItsLine() throws IOException {
    put(project(), 0, 1);
    rewrite("\"width\" : 64,", "\"width\" : 64;");
    assertRefused(() -> Project.open(folder))
        .hasMessageStartingWith(json() + " (line 5): no valid JSON");

    Files.writeString(json(), "");
    assertRefused(() -> Project.open(folder)).hasMessageStartingWith(json() + " (line 1): no JSON");
    Files.writeString(json(), "{}");
    assertRefused(() -> Project.open(folder)).hasMessageContaining("has no \"format\"");
  }

  @Test
  void anUnknownKeyIsRefusedByName() throws IOException {
    project();
    rewrite("\"height\"", "\"heigth\"");
    assertRefused(() -> Project.open(folder))
        .hasMessageContaining(json() + " (line 6): unknown key \"heigth\".");
  }

  @Test
  void aNewerFormatIsToldBeforeItsKeys() throws IOException {
    project();
    rewrite("\"format\" : 1,", "\"layers\" : [ { \"a\" : 1 } ], \"format\" : 2,");
    assertRefused(() -> Project.open(folder))
        .hasMessageContaining("is of format 2, and this Engram reads up to 1. Update Engram.");
  }

  @Test
  void whatTheFileSaysIsChecked() throws IOException {
    put(project(), 0, 1);
    rewrite("\"frame\" : 0", "\"frame\" : \"0\"");
    assertRefused(() -> Project.open(folder))
        .hasMessageContaining("\"frame\" is not a whole number. Give 0 or more.");
    rewrite("\"frame\" : \"0\"", "\"frame\" : 0");
    rewrite("references/00000.png", "../../00000.png");
    assertRefused(() -> Project.open(folder)).hasMessageContaining("outside of the project folder");
  }

  @Test
  void twoReferencesForOneFrameAreRefused() throws IOException {
    Project project = project();
    put(project, 0, 1);
    put(project, 1, 1);
    rewrite("\"frame\" : 1", "\"frame\" : 0");
    assertRefused(() -> Project.open(folder))
        .hasMessageContaining("lists two references for frame 0. Keep one of them.");
  }

  @Test
  void aFolderThatMovedWithItsInputOpens() throws IOException {
    project();
    Path moved = Files.move(temporary.resolve("shot"), temporary.resolve("archive"));

    assertThat(Project.open(moved.resolve("chair")).input()).isEqualTo(moved.resolve("frames"));
  }

  @Test
  void anInputThatLiesBesideAMovedProjectIsFound() throws IOException {
    Path video = CLIP.writeVideo(temporary.resolve("a/b/clip.mp4"), 3);
    Project.create(folder, video);
    Path beside = Files.move(video, temporary.resolve("shot/clip.mp4"));

    assertThat(Project.open(folder).input()).isEqualTo(beside.toRealPath());
  }

  @Test
  void anInputThatIsGoneIsNamedAndCanBeRelocated() throws IOException {
    put(project(), 2, 1);
    Path elsewhere = Files.move(frames, temporary.resolve("elsewhere"));

    assertRefused(() -> Project.open(folder))
        .hasMessageContaining(json() + ": its input " + frames + " is not there any more.")
        .hasMessageEndingWith("engram references relocate " + folder + " INPUT.");
    Project.relocate(folder, elsewhere);
    assertThat(Project.open(folder).input()).isEqualTo(elsewhere);
    assertThat(Project.open(folder).references()).hasSize(1);
  }

  @Test
  void anotherVideoIsNotTakenForTheProjects() {
    project();
    Path shorter = CLIP.writeFolder(temporary.resolve("shorter"), 4);
    assertRefused(() -> Project.relocate(folder, shorter))
        .hasMessageContaining("has 4 frames of 64x48, but the project's input had 5 of 64x48.");
  }

  @Test
  void imagesThatWereAddedAreNoticedBeforeFramesAreMistaken() {
    project();
    CLIP.writePicture(frames.resolve("00000b.png"), 0);
    assertRefused(() -> Project.open(folder).frameName(1))
        .hasMessageContaining("has 6 images, but had 5 when the project was made.");
  }
}
