package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.testing.RestoreLocale;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RestoreLocale.class)
class CsvSinkTest {
  private static final String HEADER_1 =
      "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob\n";

  private static String written(int topK, ItemResult... results) throws IOException {
    return Records.written(OutputFormat.CSV, topK, results);
  }

  @Test
  void headerAndRecords() throws IOException {
    assertEquals(
        """
        path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,\
        top2_index,top2_id,top2_label,top2_prob
        a/cat.jpg,ok,,640,480,281,n02123045,"tabby, tabby cat",0.71,282,n02123159,tiger cat,0.0000012
        a/broken.jpg,failed,Truncated: ends after 12 of 90 rows,,,,,,,,,,
        """,
        written(2, Records.CAT, Records.BROKEN));
  }

  @Test
  void headerAloneForNoRecords() throws IOException {
    assertEquals(HEADER_1, written(1));
  }

  @Test
  void fewerPredictionsThanColumnsLeaveCellsEmpty() throws IOException {
    String line = written(3, Records.CAT).lines().skip(1).findFirst().orElseThrow();
    assertEquals(
        "a/cat.jpg,ok,,640,480,281,n02123045,\"tabby, tabby cat\",0.71,"
            + "282,n02123159,tiger cat,0.0000012,,,,",
        line);
  }

  @Test
  void morePredictionsThanColumnsAreAnErrorAndWriteNothing() throws IOException {
    StringWriter out = new StringWriter();
    try (PredictionSink sink = new CsvSink(out, 1)) {
      assertThrows(IllegalArgumentException.class, () -> sink.write(Records.CAT));
    }
    assertEquals(HEADER_1, out.toString());
  }

  @Test
  void aNumberThatIsNoneIsAnErrorAndWritesNothing() throws IOException {
    StringWriter out = new StringWriter();
    try (PredictionSink sink = new CsvSink(out, 1)) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> sink.write(Records.notANumber()));
      assertEquals("not a finite number: NaN", e.getMessage());
    }
    assertEquals(HEADER_1, out.toString());
  }

  @Test
  void quotesOnlyWhereNeeded() throws IOException {
    assertEquals(
        HEADER_1 + "\"a,b.jpg\",ok,,2,1,3,n1,x,0.5\n", written(1, Records.named("a,b.jpg")));
    assertEquals(
        HEADER_1 + "\"a\"\"b.jpg\",ok,,2,1,3,n1,x,0.5\n", written(1, Records.named("a\"b.jpg")));
    assertEquals(
        HEADER_1 + "\"a\nb.jpg\",ok,,2,1,3,n1,x,0.5\n", written(1, Records.named("a\nb.jpg")));
    assertEquals(HEADER_1 + "/a b.jpg,ok,,2,1,3,n1,x,0.5\n", written(1, Records.named("/a b.jpg")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b",
        "\"",
        "a\"\"b",
        "a\r\nb",
        "\r",
        " a ",
        "\ta",
        "#a",
        "\\",
        "ä/日本.jpg",
        "'",
        ";"
      })
  void everyNameIsReadBack(String name) throws IOException {
    try (StringReader text = new StringReader(written(1, Records.named(name), Records.BROKEN))) {
      List<CSVRecord> rows = CSVFormat.RFC4180.parse(text).getRecords();
      assertEquals(3, rows.size());
      assertEquals(Path.of(name), Path.of(rows.get(1).get(0)).normalize(), "the same file");
      rows.forEach(row -> assertEquals(9, row.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "tr-TR"})
  void sameTextInEveryLocale(String tag) throws IOException {
    String expected = written(2, Records.CAT, Records.BROKEN);
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertEquals(expected, written(2, Records.CAT, Records.BROKEN));
  }

  @Test
  void noCellBeginsAsAFormulaDoes() throws IOException {
    StringWriter out = new StringWriter();
    CsvSink sink = new CsvSink(out, 1);
    for (String name : List.of("=1+1.jpg", "+a.jpg", "-a.jpg", "@a.jpg", "\ta.jpg", "a=b.jpg")) {
      sink.write(
          new ItemResult.Predicted(
              0, name, 2, 1, List.of(new Prediction(3, "=n", "@SUM(A1)", 0.5f))));
    }
    sink.close();
    List<String> lines = out.toString().lines().skip(1).toList();
    assertEquals("./=1+1.jpg,ok,,2,1,3,'=n,'@SUM(A1),0.5", lines.get(0));
    assertEquals(
        List.of("./=1+1.jpg", "./+a.jpg", "./-a.jpg", "./@a.jpg", "./\ta.jpg", "a=b.jpg"),
        lines.stream().map(line -> line.substring(0, line.indexOf(",ok"))).toList());
  }
}
