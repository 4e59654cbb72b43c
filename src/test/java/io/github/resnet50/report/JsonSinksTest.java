package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import io.github.resnet50.testing.RestoreLocale;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RestoreLocale.class)
class JsonSinksTest {
  private static final String CAT =
      "{\"path\":\"a/cat.jpg\",\"status\":\"ok\",\"width\":640,\"height\":480,\"predictions\":["
          + "{\"index\":281,\"id\":\"n02123045\",\"label\":\"tabby, tabby cat\",\"prob\":0.71},"
          + "{\"index\":282,\"id\":\"n02123159\",\"label\":\"tiger cat\",\"prob\":0.0000012}]}";
  private static final String BROKEN =
      "{\"path\":\"a/broken.jpg\",\"status\":\"failed\",\"error\":"
          + "{\"kind\":\"Truncated\",\"message\":\"ends after 12 of 90 rows\"}}";

  @Test
  void arrayWithALineARecord() throws IOException {
    assertEquals(
        "[\n" + CAT + ",\n" + BROKEN + "\n]\n",
        Records.written(OutputFormat.JSON, 2, Records.CAT, Records.BROKEN));
  }

  @Test
  void linesWithARecordEach() throws IOException {
    assertEquals(
        CAT + "\n" + BROKEN + "\n",
        Records.written(OutputFormat.JSONL, 2, Records.CAT, Records.BROKEN));
  }

  @Test
  void noRecords() throws IOException {
    assertEquals("[\n]\n", Records.written(OutputFormat.JSON, 2));
    assertEquals("", Records.written(OutputFormat.JSONL, 2));
  }

  @Test
  void closingTwiceEndsTheArrayOnce() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PredictionSink sink = OutputFormat.JSON.sink(out, 1);
    sink.close();
    sink.close();
    assertEquals("[\n]\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aNumberThatIsNoneIsAnErrorAndLeavesTheArrayValid() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PredictionSink sink = OutputFormat.JSON.sink(out, 2)) {
      sink.write(Records.CAT);
      assertThrows(IllegalArgumentException.class, () -> sink.write(Records.notANumber()));
      sink.write(Records.BROKEN);
    }
    assertEquals("[\n" + CAT + ",\n" + BROKEN + "\n]\n", out.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b",
        "\"",
        "\\",
        "a\r\nb",
        "\u0001\u007f",
        "<script>&'=",
        "\u2028",
        "ä/日本😀.jpg"
      })
  void everyNameIsReadBackFromOneLine(String name) throws IOException {
    String text = Records.written(OutputFormat.JSONL, 2, Records.named(name));
    assertEquals(1, text.lines().count());
    String path = JsonParser.parseString(text).getAsJsonObject().get("path").getAsString();
    assertEquals(name, path);
  }

  @Test
  void noEscapesForHtml() throws IOException {
    assertEquals(
        "{\"path\":\"<a>&'=.jpg\"",
        Records.written(OutputFormat.JSONL, 2, Records.named("<a>&'=.jpg")).split(",", 2)[0]);
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void halfASurrogatePairStaysValidUtf8(OutputFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PredictionSink sink = format.sink(out, 1)) {
      sink.write(Records.named("a\ud83d.jpg"));
      sink.write(Records.named("\ude00\ud83d"));
    }
    String text =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out.toByteArray())).toString();
    assertEquals(3, text.chars().filter(c -> c == '\uFFFD').count(), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab"})
  void sameTextInEveryLocale(String tag) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertEquals(
        "[\n" + CAT + ",\n" + BROKEN + "\n]\n",
        Records.written(OutputFormat.JSON, 2, Records.CAT, Records.BROKEN));
  }
}
