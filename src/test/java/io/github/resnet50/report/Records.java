package io.github.resnet50.report;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records to write in tests. */
public final class Records {
  public static final Prediction TABBY =
      new Prediction(281, "n02123045", "tabby, tabby cat", 0.71f);
  public static final Prediction TIGER = new Prediction(282, "n02123159", "tiger cat", 1.2e-6f);

  public static final ItemResult CAT =
      new ItemResult.Predicted(0, "a/cat.jpg", 640, 480, List.of(TABBY, TIGER));
  public static final ItemResult BROKEN =
      new ItemResult.Failed(
          1,
          "a/broken.jpg",
          new ImageFailure(ImageFailure.Kind.TRUNCATED, "ends after 12 of 90 rows"));

  private Records() {}

  /** The text of a file of records. */
  static String written(OutputFormat format, int topK, ItemResult... records) throws IOException {
    return written(format, topK, List.of(records));
  }

  static String written(OutputFormat format, int topK, List<ItemResult> records)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PredictionSink sink = format.sink(text, topK)) {
      for (ItemResult record : records) {
        sink.write(record);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  static ItemResult named(String name) {
    return new ItemResult.Predicted(0, name, 2, 1, List.of(new Prediction(3, "n1", "x", 0.5f)));
  }

  static ItemResult notANumber() {
    return new ItemResult.Predicted(
        0, "a.jpg", 2, 1, List.of(new Prediction(3, "n1", "x", Float.NaN)));
  }
}
