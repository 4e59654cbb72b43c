package io.github.resnet50.model.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.model.store.ModelCard.ImageInput;
import io.github.resnet50.model.store.ModelCard.KnownFrom;
import io.github.resnet50.model.store.ModelCard.Prepared;
import io.github.resnet50.model.store.ModelCard.PreprocessingStep;
import io.github.resnet50.testing.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cards as they lie in stores: those of earlier versions read, and lose nothing when rewritten. */
class ModelCardTest {
  private static final String COMMON =
      """
      {
        "name": "flowers",
        "source": "/models/flowers.zip",
        "added": "2026-03-01T12:00:00Z",
        "sha256": "%s",
        "bytes": 102600000,
        "input": {"width": 224, "height": 160, "layout": "NHWC", "dtype": "DT_UINT8"},
        "classes": 5,
        "labels": "labels.txt",
        "scaling": {"value": "tf", "origin": "INFERRED", "evidence": "statistics"},
        "resize": {"value": "squeezed", "origin": "ASSUMED", "evidence": null},
        "preparation": {
          "used": true, "reason": null, "head": "SOFTMAX", "images": 8,
          "max_difference": 1.2E-7, "same_top1": 8, "outputs": {"logits": [-1, 5]}
        }\
      """
          .formatted("ab".repeat(32));

  @TempDir Path folder;

  private ModelCard read(String more) throws Exception {
    Files.writeString(folder.resolve("card.json"), COMMON + more + "}");
    return CardFile.read(folder).orElseThrow();
  }

  private JsonObject rewritten(ModelCard card) throws Exception {
    CardFile.write(folder, card);
    return Json.object(folder.resolve("card.json"));
  }

  /** Before models could be compressed or adapted, cards had no keys for that. */
  @Test
  void readsTheFirstCards() throws Exception {
    ModelCard card = read(", \"verification\": null");
    assertEquals("flowers", card.name());
    assertEquals(102_600_000, card.bytes());
    assertEquals(new ImageInput(224, 160, "NHWC", "DT_UINT8"), card.input());
    assertEquals(new PreprocessingStep("tf", KnownFrom.INFERRED, "statistics"), card.scaling());
    assertEquals(
        new Prepared(true, null, "SOFTMAX", 8, 1.2e-7, 8, Map.of("logits", List.of(-1L, 5L))),
        card.preparation());
    assertNull(card.verification());
    assertNull(card.compression());
    assertNull(card.adaptation());
    assertEquals(OptionalDouble.empty(), card.accuracy());
    assertEquals(Optional.empty(), card.originalSha256());
    JsonObject json = rewritten(card);
    assertEquals("NHWC", json.getAsJsonObject("input").get("layout").getAsString());
    for (String key : List.of("verification", "compression", "adaptation")) {
      assertTrue(json.has(key) && json.get(key).isJsonNull(), key);
    }
  }

  @Test
  void readsEvidence() throws Exception {
    String evidence =
        """
        {"date": "2026-03-02", "source": "photos", "images": 50, "declared": {"top1": 0.75},
         "verdict": "GOOD", "summary": "as declared", "accuracy": 0.75, "of_later_versions": null}
        """;
    ModelCard card = read(", \"verification\": " + evidence);
    assertEquals(Optional.of("as declared"), card.verification().summary());
    assertEquals(OptionalDouble.of(0.75), card.accuracy());
    assertEquals(JsonParser.parseString(evidence), rewritten(card).get("verification"));
  }

  @Test
  void readsALabelAndKeepsItThroughAVerification() throws Exception {
    String label =
        """
        {"kind": "pruned-int8", "original": {"name": "flowers", "sha256": "cd"},
         "pruning": {"fraction": 0.1}, "price": {"images": 2, "same_top1": 2},
         "curve": [{"form": "pruned", "price": {"images": 2}}],
         "summary": "2.5x as fast", "lines": [["made of", "flowers"]]}
        """;
    ModelCard card = read(", \"verification\": null, \"compression\": " + label);
    assertEquals(Optional.of("2.5x as fast"), card.compression().summary());
    assertEquals(Optional.of("cd"), card.originalSha256());
    JsonObject evidence = new JsonObject();
    evidence.addProperty("accuracy", 0.5);
    JsonObject json = rewritten(CardFile.withVerification(card, evidence));
    assertEquals(JsonParser.parseString(label), json.get("compression"));
    assertEquals(evidence, json.get("verification"));
  }

  @Test
  void readsWhatAnAdaptedModelWasTrainedOn() throws Exception {
    String facts =
        """
        {"base": {"name": "resnet50", "sha256": "ef"}, "accuracy": 0.9, "classes": ["a", "b"]}
        """;
    ModelCard card =
        read(", \"verification\": null, \"compression\": null, \"adaptation\": " + facts);
    assertEquals(OptionalDouble.of(0.9), card.accuracy());
    assertEquals(JsonParser.parseString(facts), card.adaptation().json());
    assertEquals(JsonParser.parseString(facts), rewritten(card).get("adaptation"));
  }

  @Test
  void takesPartsWrittenByHand() throws Exception {
    ModelCard card = read(", \"verification\": {\"accuracy\": \"high\"}, \"compression\": \"yes\"");
    assertEquals(OptionalDouble.empty(), card.accuracy());
    assertEquals(Optional.empty(), card.verification().summary());
    assertEquals(Optional.empty(), card.compression().summary());
    assertEquals(Optional.empty(), card.originalSha256());
    assertEquals("yes", rewritten(card).get("compression").getAsString());
  }

  private static String evidence(String source, int images, double accuracy) {
    return """
    , "verification": {"source": "%s", "images": %d, "accuracy": %s}\
    """
        .formatted(source, images, accuracy);
  }

  @Test
  void accuracyComesWithWhatItRestsOn() throws Exception {
    MeasuredAccuracy drawn = read(evidence("built-in samples", 25, 0.96)).measured().orElseThrow();
    assertEquals("96.0 % of 25 drawn samples (too few to tell)", drawn.text());
    assertTrue(drawn.isFew() && drawn.drawn());
    MeasuredAccuracy photos =
        read(evidence("/data/imagenet-200", 200, 0.79)).measured().orElseThrow();
    assertEquals("79.0 % of 200 in imagenet-200", photos.text());
    assertEquals(
        JsonParser.parseString(
            "{\"share\":0.79,\"images\":200,\"basis\":\"200 in imagenet-200\","
                + "\"too_few_to_tell\":false}"),
        JsonParser.parseString(photos.json().toString()));
    MeasuredAccuracy one = read(evidence("photos", 1, 1)).measured().orElseThrow();
    assertTrue(photos.saysAsMuchAs(drawn) && photos.saysAsMuchAs(one));
    assertTrue(!drawn.saysAsMuchAs(one) && !one.saysAsMuchAs(photos));
    String adapted =
        ", \"adaptation\": {\"accuracy\": 0.9, \"measured\":"
            + " {\"images\": 120, \"how\": \"by cross-validation\"}}";
    assertEquals(
        "90.0 % of 120 by cross-validation", read(adapted).measured().orElseThrow().text());
    assertEquals(
        "90.0 % of 120 by cross-validation",
        read(evidence("photos", 1, 1) + adapted).measured().orElseThrow().text());
    assertEquals(
        "90.0 % (number not recorded)",
        read(", \"adaptation\": {\"accuracy\": 0.9}").measured().orElseThrow().text());
  }
}
