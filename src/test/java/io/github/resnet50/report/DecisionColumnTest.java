package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Decision;
import io.github.resnet50.report.ItemResult.Predicted;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionColumnTest {
  private static final Answer DOG = new Answer("n02084071", "=dog, \"the\"", 0.85f);
  private static final Answer PET = new Answer("pet", "pet", 1);

  @TempDir Path folder;

  private static List<ItemResult> records() {
    Predicted cat = (Predicted) Records.CAT;
    return List.of(
        cat.deciding(new Decision(DOG, PET)),
        Records.BROKEN,
        cat.deciding(new Decision(null, PET)));
  }

  private static List<ItemResult> read(Path file) throws IOException {
    List<ItemResult> read = new ArrayList<>();
    try (PredictionReader reader = PredictionReader.open(file)) {
      reader.forEachRemaining(read::add);
    }
    return read;
  }

  @ParameterizedTest
  @EnumSource(names = {"CSV", "JSON", "JSONL"}) // of Parquet its own test tells
  void answersAreReadBack(OutputFormat format) throws IOException {
    Path file = folder.resolve("out." + format);
    try (OutputStream out = Files.newOutputStream(file);
        PredictionSink sink =
            format.sink(out, 3, Columns.NONE.deciding(EnumSet.allOf(DecisionColumn.class)))) {
      for (ItemResult record : records()) {
        sink.write(record);
      }
    }
    List<ItemResult> read = read(file);
    for (int i : new int[] {0, 2}) {
      Predicted written = (Predicted) records().get(i);
      assertEquals(written.rollup(), ((Predicted) read.get(i)).rollup());
      assertEquals(written.rule(), ((Predicted) read.get(i)).rule());
    }
    assertTrue(read.get(1) instanceof ItemResult.Failed);
  }

  /** Columns may be anywhere; a part of an answer alone is none. */
  @Test
  void otherTablesMayHaveThem() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.csv"),
            "rule_prob,path,status,error,width,height,rule_label,top1_index,top1_id,top1_label,"
                + "top1_prob,rollup_id,rollup_prob\n"
                + "0.5,a,ok,,1,1,'=x,0,b,b,0.75,n1,0.9\n");
    Predicted image = (Predicted) read(file).get(0);
    assertEquals(new Answer("=x", "=x", 0.5f), image.rule());
    assertEquals(null, image.rollup());
  }

  @Test
  void whatIsNoAnswerIsRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.jsonl"),
            "{\"path\":\"a\",\"status\":\"ok\",\"width\":1,\"height\":1,\"predictions\":[{\"index\":0,"
                + "\"id\":\"b\",\"label\":\"b\",\"prob\":1}],\"rule\":{\"label\":\"x\",\"prob\":7}}");
    MalformedFileException e =
        (MalformedFileException)
            assertThrows(UncheckedIOException.class, () -> read(file)).getCause();
    assertTrue(
        e.getMessage().endsWith("rule_prob is '7'; expected a number from 0 to 1"), e.getMessage());
  }
}
