package dev.engram.studio.project;

import static dev.engram.studio.TinyProject.CLIP;
import static dev.engram.studio.TinyProject.mark;
import static dev.engram.studio.TinyProject.mask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportInput;
import dev.engram.export.ExportJob;
import dev.engram.export.ExportOptions;
import dev.engram.mask.LabelMap;
import dev.engram.project.Project;
import dev.engram.project.ProjectObject;
import dev.engram.project.ProjectReference;
import dev.engram.studio.TinyProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir private Path temporary;
  private TinyProject tiny;
  private Workspace workspace;

  @BeforeEach
  void open() {
    tiny = new TinyProject(temporary);
    workspace = tiny.workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private void reopen() {
    workspace.close();
    workspace = tiny.workspace();
  }

  @Test
  void anEditedFrameIsAReferenceAlsoAfterARestart() {
    mark(workspace, 3, 1, 2);
    reopen();
    assertThat(workspace.mask(3)).isEqualTo(mask(1, 2));
    assertThat(workspace.project().references())
        .containsExactly(new ProjectReference(3, "references/00003.png", false));
    assertThat(workspace.undoTitle()).isEqualTo("Mark");
  }

  @Test
  void anObjectThatIsErasedIsAbsentAndOneThatWasNeverThereIsNot() {
    mark(workspace, 3, 1, 2);
    workspace.objects().add("later", null);
    workspace.edit(3, "Erase", before -> mask(2));
    assertThat(workspace.project().references())
        .extracting(ProjectReference::absent)
        .containsExactly(Set.of(1));
    workspace.edit(3, "Draw", before -> mask(1, 2));
    assertThat(workspace.project().references())
        .extracting(ProjectReference::absent)
        .containsExactly(Set.of());
  }

  @Test
  void aPropagatedMaskIsShownUntilAReferenceTakesItsPlaceAndAgainWhenThatIsGone() {
    mark(workspace, 0, 1, 2);
    workspace.propagated(5, mask(2), 0.75);
    assertThat(workspace.mask(5)).isEqualTo(mask(2));
    assertThat(workspace.confidences().get(5)).isEqualTo(0.75f);

    workspace.edit(5, "Correct", before -> mask(1));
    assertThat(workspace.mask(5)).isEqualTo(mask(1));
    workspace.removeReference(5);
    assertThat(workspace.mask(5)).isEqualTo(mask(2));
    reopen();
    assertThat(workspace.mask(5)).isEqualTo(mask(2));
    assertThat(workspace.confidences().get(5)).isEqualTo(0.75f);
  }

  @Test
  void anObjectThatAReferenceSaysNothingOfIsShownAsItWasPropagated() {
    LabelMap both = mask(1, 2);
    LabelMap second = both.only(Set.of(2));
    mark(workspace, 0, 1, 2);
    workspace.edit(5, "Mark", before -> second);
    workspace.propagated(5, both, 0.5);
    assertThat(workspace.mask(5)).isEqualTo(both);
    assertThat(workspace.referenceMask(5)).isEqualTo(second);
    assertThat(workspace.referenceLabels(5)).containsExactly(2);

    workspace.addReference(5);
    assertThat(workspace.referenceMask(5)).isEqualTo(both);
    workspace.edit(5, "Erase", before -> second);
    assertThat(workspace.mask(5)).as("now it is known to be absent").isEqualTo(second);
  }

  @Test
  void aFrameWithoutObjectsIsAReferenceOnlyIfTheModelHasSeenNoneThere() {
    mark(workspace, 0, 1, 2);
    assertThatThrownBy(() -> workspace.addReference(5))
        .isInstanceOf(EngramException.class)
        .hasMessage("frame 5: has no mask to keep yet. Mark an object, or propagate to it first.");
    assertThat(workspace.project().references()).hasSize(1);

    workspace.propagated(5, mask(), 0.5);
    workspace.addReference(5);
    assertThat(workspace.project().reference(5).orElseThrow().absent()).containsExactly(1, 2);
  }

  @Test
  void anEditOfAPropagatedMaskSaysWhatWasTakenOutOfIt() {
    mark(workspace, 0, 1, 2);
    workspace.propagated(5, mask(1, 2), 0.5);
    workspace.edit(5, "Erase", before -> mask(1));
    assertThat(workspace.project().reference(5).orElseThrow().absent()).containsExactly(2);
  }

  @Test
  void everythingCanBeUndoneAndDoneAgain() {
    mark(workspace, 0, 1);
    workspace.objects().add(null, null);
    LabelMap first = workspace.mask(0);
    workspace.edit(0, "Second", before -> mask(1, 2));
    workspace.objects().change(workspace.objects().get(1).withName("chair"));
    workspace.objects().delete(1);
    assertThat(workspace.project().references()).hasSize(1);

    for (int i = 0; i < 3; i++) {
      workspace.undo();
    }
    assertThat(workspace.mask(0)).isEqualTo(first);
    assertThat(workspace.objects().get(1).name()).isEqualTo("object 1");
    workspace.redo();
    workspace.redo();
    assertThat(workspace.objects().get(1).name()).isEqualTo("chair");
    assertThat(workspace.mask(0)).isEqualTo(mask(1, 2));
  }

  @Test
  void aDeletedObjectIsGoneFromEveryMaskAndItsLabelDoesNotComeAgain() {
    mark(workspace, 0, 1, 2);
    mark(workspace, 4, 2);
    workspace.propagated(7, mask(1, 2), 0.5);
    workspace.objects().delete(2);

    LabelMap rest = mask(1, 2).only(Set.of(1));
    assertThat(workspace.mask(0)).isEqualTo(rest);
    assertThat(workspace.project().references()).hasSize(1);
    assertThat(workspace.mask(7)).isEqualTo(rest);
    assertThat(workspace.objects().add(null, null).label()).isEqualTo(3);
    assertThat(workspace.mask(7)).isEqualTo(rest);
  }

  @Test
  void aMaskThatWasTheWholeTruthSaysNothingOfAnObjectThatComesLater() {
    Project project = tiny.project();
    project.putReference(2, mask(1, 2), workspace.palette(), true);
    project.putReference(6, mask(2), workspace.palette(), true);
    reopen();
    workspace.objects().add("later", null);
    assertThat(workspace.project().references())
        .containsExactly(
            new ProjectReference(2, "references/00002.png", false, Set.of()),
            new ProjectReference(6, "references/00006.png", false, Set.of(1)));
  }

  @Test
  void aLockedObjectCannotBeDrawnAndOneThatIsNotThereNeither() {
    ProjectObject object = workspace.objects().add("chair", 0x102030);
    workspace.objects().change(new ProjectObject(1, "chair", 0x102030, true, false));
    assertThatThrownBy(() -> workspace.objects().requireOpen(object.label()))
        .isInstanceOf(EngramException.class)
        .hasMessage("chair: is locked. Unlock it first.");
    assertThatThrownBy(() -> workspace.objects().requireOpen(7))
        .isInstanceOf(EngramException.class);
  }

  @Test
  void nothingIsRecordedOfAnEditThatChangesNothing() {
    mark(workspace, 0, 1);
    workspace.edit(0, "Nothing", before -> before);
    assertThat(workspace.undoTitle()).isEqualTo("Mark");
  }

  @Test
  void importedMasksAreShownBeforeTheyAreTakenAndCanBeUndone() {
    mark(workspace, 1, 1);
    List<Path> files =
        List.of(
            CLIP.writeMask(temporary.resolve("in/00001.png"), 1, 2),
            CLIP.writeMask(temporary.resolve("in/00004.png"), 2));
    MaskImports.Taken preview = workspace.imports().preview(files);
    assertThat(preview.frames()).containsExactlyInAnyOrder(1, 4);
    assertThat(preview.replaced()).containsExactly(1);
    assertThat(workspace.mask(1)).isEqualTo(mask(1));

    assertThat(workspace.imports().take(files)).isEqualTo(preview);
    assertThat(workspace.mask(4).labels()).isNotEmpty();
    workspace.undo();
    assertThat(workspace.mask(1)).isEqualTo(mask(1));
    assertThat(workspace.project().references()).hasSize(1);
  }

  @Test
  void anExportedAnnotationFileGivesTheSameMasksBackUnderTheSameNames() {
    mark(workspace, 1, 1, 2);
    mark(workspace, 4, 2);
    workspace.objects().change(workspace.objects().get(2).withName("chair"));
    Path file = temporary.resolve("out.json");
    new ExportJob(
            ExportInput.of(workspace.project(), null), ExportFormat.COCO, ExportOptions.defaults())
        .run(file, (done, total) -> {});
    workspace.edit(1, "Erase", before -> mask(1));
    workspace.objects().delete(1);

    workspace.imports().take(List.of(file));
    int first = workspace.project().objects().get(0).label();
    assertThat(workspace.project().objects())
        .extracting(ProjectObject::name)
        .containsExactlyInAnyOrder("object 1", "chair");
    assertThat(workspace.mask(1).mask(2)).isEqualTo(mask(1, 2).mask(2));
    assertThat(workspace.mask(1).mask(first)).isEqualTo(mask(1, 2).mask(1));
  }

  @Test
  void settingsAreKeptAndUndone() {
    workspace.putSettings(Map.of("mem_every", "3"));
    assertThat(tiny.project().settings()).containsEntry("mem_every", "3");
    workspace.undo();
    assertThat(tiny.project().settings()).doesNotContainKey("mem_every");
  }

  @Test
  void eachChangeOfAMaskIsToldWithItsFrame() {
    mark(workspace, 2, 1);
    workspace.propagated(5, mask(1), 0.5);
    workspace.undo();
    assertThat(tiny.changedMasks()).containsExactly(2, 5, 2);
    assertThat(tiny.failures()).isEmpty();
  }

  @Test
  void manyObjectsHaveColoursOfTheirOwn() {
    for (int i = 0; i < 300; i++) {
      workspace.objects().add(null, null);
    }
    assertThat(workspace.project().objects())
        .extracting(ProjectObject::colour)
        .doesNotHaveDuplicates();
  }

  @Test
  void whereTheHighestLabelIsTakenAnObjectGetsOneThatIsFree() {
    workspace.objects().add(null, null);
    workspace.close();
    Project project = tiny.project();
    project.putObjects(
        List.of(new ProjectObject(1, "one"), new ProjectObject(LabelMap.MAX_LABEL, "the highest")));
    workspace = tiny.workspace();
    assertThat(workspace.objects().add(null, null).label()).isEqualTo(2);
  }
}
