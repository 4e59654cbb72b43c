package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.preprocess.CropMode;
import io.github.resnet50.image.preprocess.Interpolation;
import io.github.resnet50.image.preprocess.Views;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputChoiceTest {

  private static ModelSpec spec(String keys) {
    Map<String, String> properties =
        Arrays.stream(keys.split(" "))
            .filter(key -> !key.isEmpty())
            .collect(
                Collectors.toMap(
                    key -> key.substring(0, key.indexOf('=')),
                    key -> key.substring(key.indexOf('=') + 1)));
    return new ModelSpec(
        "m",
        Path.of("m"),
        new ServingProperties(properties).preprocessing(),
        List.of(),
        false,
        properties);
  }

  private static ModelSpec chosen(
      String keys, Integer size, Double cropPct, CropMode mode, Interpolation interpolation) {
    return new InputChoice(size, cropPct, mode, interpolation, null).of(spec(keys));
  }

  /** What is not asked for stays, in proportion; shares become the lengths that timm computes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "resizeShort=256 centerCrop=true;288;;;;288x288 short 329, crop",
        "resizeShort=256 centerCrop=true;160;;;;160x160 short 182, crop",
        "resizeShort=256 centerCrop=true;224;;;;224x224 short 256, crop",
        "resizeShort=256 centerCrop=true;288;1;;;288x288 short 288, crop",
        "resizeShort=256 centerCrop=true;;0.95;;;224x224 short 235, crop",
        "resizeShort=256 centerCrop=true;;;SQUASH;;224x224 256x256, crop",
        "resizeShort=235 centerCrop=true;;;BORDER;;224x224 within 235x235, crop",
        "resizeShort=256 centerCrop=true;;;;BICUBIC;224x224 short 256, crop, bicubic",
        "cropPct=0.95 interpolation=bicubic;288;;;;288x288 short 303, crop, bicubic",
        "cropPct=0.95 resizeShort=235 centerCrop=true;288;;;;288x288 short 303, crop",
        "cropPct=0.95;288;;;LANCZOS;288x288 short 303, crop, lanczos",
        "resize=true;288;;;;288x288 squeeze",
        "resize=true;288;0.9;;;288x288 320x320, crop",
        "resize=true;;;CENTER;;224x224 short 224, crop",
        "centerCrop=true;96;;;;96x96 crop",
        "resize=300,200 centerCrop=true;112;;;;112x112 150x100, crop",
        "width=320 height=160 resizeShort=180 centerCrop=true;80;;;;80x80 short 90, crop"
      })
  void theInputFollows(
      String keys,
      Integer size,
      Double cropPct,
      CropMode mode,
      Interpolation interpolation,
      String expected) {
    ModelSpec spec = chosen(keys, size, cropPct, mode, interpolation);
    assertEquals(expected, spec.preprocessing().size() + " " + spec.preprocessing().resizing());
    assertEquals(
        new ServingProperties(spec.properties()).preprocessing(),
        spec.preprocessing(),
        "what an adapted model gets says the same");
  }

  @Test
  void nothingAskedForChangesNothing() {
    ModelSpec spec = spec("resizeShort=256 centerCrop=true");
    assertSame(spec, InputChoice.NONE.of(spec));
    assertEquals("", spec.sizeKey() + spec.preprocessingKey());
    ModelSpec same = chosen("resizeShort=256 centerCrop=true", 224, 0.875, CropMode.CENTER, null);
    assertEquals(spec.preprocessing(), same.preprocessing());
    assertEquals("", same.sizeKey() + same.preprocessingKey());
  }

  @Test
  void whatIsKeptForAModelIsKeptForItsInput() {
    ModelSpec larger = chosen("", 288, null, null, null);
    assertTrue(larger.isResized());
    assertEquals("-288x288", larger.sizeKey());
    assertEquals(224, larger.asItCame().preprocessing().width());
    ModelSpec flipped = InputChoice.NONE.averaging(Views.FLIP).of(spec(""));
    assertFalse(flipped.isResized());
    assertEquals("", flipped.sizeKey());
    assertEquals(17, flipped.preprocessingKey().length());
    assertNotEquals(flipped.preprocessingKey(), larger.preprocessingKey());
  }

  /** Every share of lengths gives these lengths again. */
  @Test
  void sharesOfLengthsAreExact() {
    for (int resized = 224; resized < 800; resized++) {
      String keys = "resizeShort=" + resized + " centerCrop=true";
      assertEquals(
          resized,
          chosen(keys, null, null, CropMode.CENTER, null).preprocessing().resizing().resizeShort());
    }
  }
}
