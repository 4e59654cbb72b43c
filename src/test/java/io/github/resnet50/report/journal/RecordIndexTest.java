package io.github.resnet50.report.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.report.journal.RecordIndex.Found;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordIndexTest {
  private static final int NONE = RecordIndex.NONE;
  private static final String A = "0123456789abcdef";
  private static final String B = "fedcba9876543210";

  private final RecordIndex index = new RecordIndex(false);

  private static FileState file(String name, String state) {
    return file(name, state, FileState.NO_CONTENT);
  }

  private static FileState file(String name, String state, String content) {
    return new FileState(name, state, FileState.digits(state), content);
  }

  private void add(FileState file, String part) {
    index.add(RecordIndex.name(file.name(), part), file.digits(), file.content(), false);
  }

  @Test
  void aFileIsFoundByNameAndState() {
    add(file("a", "1"), "");
    add(file("b", "1"), "");
    index.endOfFinished();
    index.complete();
    assertEquals(new Found(1, 1), index.take(file("b", "1"), ""));
    assertFalse(index.isAllTaken());
    assertEquals(new Found(NONE, 0), index.take(file("a", "2"), ""), "changed: its place is known");
    assertEquals(new Found(NONE, NONE), index.take(file("c", "1"), ""));
    assertTrue(index.isAllTaken());
  }

  @Test
  void aPathThatIsNamedTwiceHasTwo() {
    add(file("a", "1"), "");
    add(file("a", "1"), "");
    add(file("a", "2"), "");
    index.endOfFinished();
    index.complete();
    assertEquals(new Found(2, 2), index.take(file("a", "2"), ""));
    assertEquals(new Found(0, 0), index.take(file("a", "1"), ""));
    assertEquals(new Found(1, 1), index.take(file("a", "1"), ""));
    assertEquals(new Found(NONE, NONE), index.take(file("a", "1"), ""));
  }

  @Test
  void theNewestRecordCounts() {
    add(file("a", "1"), "");
    add(file("b", "1"), "");
    index.endOfFinished();
    add(file("a", "2"), "");
    add(file("c", "1"), "");
    index.complete();
    assertEquals(new Found(2, 0), index.take(file("a", "2"), ""));
    assertEquals(new Found(3, NONE), index.take(file("c", "1"), ""));
    assertEquals(new Found(1, 1), index.take(file("b", "1"), ""));
  }

  @Test
  void contentDecidesWhereItIsKnown() {
    add(file("a", "1", A), "");
    add(file("b", "1"), ""); // made without it
    add(file("c", "1", A), "");
    index.endOfFinished();
    index.complete();
    assertEquals(new Found(0, 0), index.take(file("a", "2", A), ""), "touched");
    assertEquals(new Found(1, 1), index.take(file("b", "1", B), ""), "its state is all there is");
    assertEquals(new Found(NONE, 2), index.take(file("c", "1", B), ""), "written within its time");
  }

  @Test
  void whatFailedIsNotGoodEnoughWhereItIsTriedAgain() {
    RecordIndex retrying = new RecordIndex(true);
    retrying.add("a", FileState.digits("1"), FileState.NO_CONTENT, true);
    retrying.add("b", FileState.digits("1"), FileState.NO_CONTENT, false);
    retrying.add("c", "", FileState.NO_CONTENT, false); // of an older journal
    retrying.endOfFinished();
    retrying.complete();
    assertEquals(new Found(NONE, 0), retrying.take(file("a", "1"), ""));
    assertEquals(new Found(1, 1), retrying.take(file("b", "1"), ""));
    assertEquals(new Found(NONE, 2), retrying.take(file("c", "1"), ""));
  }

  /** Of the digits of a million states some are alike, and the records would change places. */
  @Test
  void aTileIsNeverTakenForAnotherOfItsScene() {
    FileState one = file("scene.tif", "1");
    add(one, "0,0");
    add(one, "32,0");
    add(one, "64,0");
    index.endOfFinished();
    add(file("scene.tif", "2"), "64,0");
    index.complete();
    assertEquals(new Found(1, 1), index.take(one, "32,0"));
    assertEquals(new Found(3, 2), index.take(file("scene.tif", "2"), "64,0"));
    assertEquals(new Found(NONE, 0), index.take(file("scene.tif", "2"), "0,0"));
    assertEquals(new Found(NONE, NONE), index.take(one, "96,0"));
  }

  /** Then its one record is where its tiles are now, or the other way round. */
  @Test
  void aSceneThatCouldNotBeOpenedHasOneRecord() {
    add(file("mended.tif", "1"), "");
    add(file("damaged.tif", "1"), "0,0");
    add(file("damaged.tif", "1"), "32,0");
    index.endOfFinished();
    index.complete();
    assertEquals(new Found(NONE, 0), index.take(file("mended.tif", "2"), "0,0"));
    assertEquals(new Found(NONE, NONE), index.take(file("mended.tif", "2"), "32,0"));
    assertEquals(new Found(NONE, 1), index.take(file("damaged.tif", "2"), ""));
  }

  /** Each would be compared with all others of its scene: 90 billion times. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSceneOfManyTilesTakesNoLonger(int state) {
    int tiles = 300_000;
    FileState then = file("scene.tif", "1");
    FileState now = file("scene.tif", "" + state);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < tiles; i++) {
            add(then, i + ",0");
          }
          index.endOfFinished();
          index.complete();
          for (int i = 0; i < tiles; i++) {
            assertEquals(new Found(state == 1 ? i : NONE, i), index.take(now, i + ",0"));
          }
          assertTrue(index.isAllTaken());
        });
  }
}
