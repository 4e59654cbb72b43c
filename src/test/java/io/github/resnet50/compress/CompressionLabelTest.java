package io.github.resnet50.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.graph.quantize.ClippingRule;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a card keeps of a compressed model, and how that is shown. */
class CompressionLabelTest {

  private static CompressionLabel label(AccuracyLoss loss, boolean disjoint, List<String> kept) {
    return new CompressionLabel(
        "int8",
        new CompressionLabel.Original("flowers", "ab".repeat(32)),
        new CompressionLabel.Int8(ClippingRule.LARGEST, true, 51, kept, 0.971),
        new CompressionLabel.UsedImages("photos", 100),
        new CompressionLabel.UsedImages("labelled", 2),
        disjoint,
        loss,
        new CompressionLabel.Measured(102_600_000, 20, 2, 8, 1.25),
        new CompressionLabel.Measured(32_000_000, 50, 2, 8, 0.5),
        new CompressionLabel.OnnxRuntime(
            52,
            loss,
            new CompressionLabel.Measured(102_600_000, 40, 2, 8, 0.8),
            new CompressionLabel.Measured(32_000_000, 120, 2, 8, 0.25)));
  }

  private static AccuracyLoss loss(int labelled) {
    return new AccuracyLoss(2, 1, 0.15, 0.2, 0.06, labelled, labelled, labelled / 2);
  }

  private static String text(JsonElement label) {
    return CompressionLabel.facts(label).stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aCardSaysTheLossInWordsAndInNumbers() {
    JsonObject json = label(loss(2), true, List.of("conv1", "conv2")).json();
    assertEquals(
        """
        made of: flowers (sha256 abababababab)
        int8: 51 convolutions, 2 kept in float for accuracy; 97.1 % of the arithmetic
        ranges: the largest value met, biases corrected
        fitted to: 100 images (photos)
        priced on: 2 images (labelled)
        same top-1: 1 of 2 (50.0 %; 95 %: 9.5 to 90.5)
        |dp|, KL: mean 0.1500 of the top class, max 0.2000 of any; KL 0.0600 nats
        accuracy: 100.0 % -> 50.0 % (2 -> 1 of 2 right)
        size: 102.6 MB -> 32.0 MB (31 %)
        speed: 20.0 -> 50.0 images/s (2.50x; 2 threads, batch 8, without decoding)
        start: 1.25 s -> 0.50 s from file to the first batch's result
        onnx int8: 52 convolutions (--engine onnxruntime)
        onnx top-1: 1 of 2 (50.0 %; 95 %: 9.5 to 90.5)
        onnx size: 102.6 MB -> 32.0 MB (31 %)
        onnx speed: 40.0 -> 120.0 images/s (3.00x; 2 threads, batch 8, without decoding)
        onnx start: 0.80 s -> 0.25 s from file to the first batch's result\
        """,
        text(json));
    assertEquals(
        "2.5x as fast, 31 % of the size, same top-1 on 1 of 2 images",
        json.get("summary").getAsString());
    assertEquals(1, json.getAsJsonObject("price").get("same_top1").getAsInt(), json.toString());
    assertEquals("ab".repeat(32), json.getAsJsonObject("original").get("sha256").getAsString());
    assertEquals(0.5, json.getAsJsonObject("after").get("first_batch_seconds").getAsDouble());
    assertFalse(json.has("lines"), "facts only");
  }

  @Test
  void itHidesNothing() {
    String text = text(label(loss(0), false, List.of()).json());
    assertTrue(text.contains("the same that it was fitted to"), text);
    assertTrue(text.contains("not known: the images have no labels"), text);
    assertFalse(text.contains("kept in float"), text);
  }

  @Test
  void cardsOfEarlierVersionsAreRead() {
    JsonObject pruned =
        JsonParser.parseString(
                """
                {"kind": "pruned", "pruning": {"removed": 64}, "int8": null, "curve": [],
                 "lines": [["made of", "flowers"], ["pruned", "64 of 2048 channels"]]}
                """)
            .getAsJsonObject();
    assertEquals("made of: flowers\npruned: 64 of 2048 channels", text(pruned));
    JsonObject int8 = label(loss(2), true, List.of()).json();
    String now = text(int8);
    int8.add("pruning", JsonNull.INSTANCE);
    assertEquals(now, text(int8));
    int8.remove("onnx_runtime");
    assertEquals(now.substring(0, now.indexOf("\nonnx int8")), text(int8));
  }

  @Test
  void nothingIsSaidOfACardThatCannotBeRead() {
    for (String wrong : List.of("null", "1", "[]", "{}", "{\"lines\": [1]}", "{\"int8\": 8}")) {
      assertEquals("", text(JsonParser.parseString(wrong)), wrong);
    }
  }
}
