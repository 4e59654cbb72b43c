package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing.Size;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingPropertiesTest {

  @Test
  void whatIsNotSaidIsAsInDjl() {
    Preprocessing steps = read("");
    assertEquals(224, steps.width());
    assertEquals(224, steps.height());
    assertNull(steps.resizing().resize());
    assertEquals(0, steps.resizing().resizeShort());
    assertFalse(steps.resizing().centerCrop());
    assertEquals(1 / 255f, steps.scaling().scale(), "toTensor is true by default");
    assertEquals(List.of(0f, 0f, 0f), steps.scaling().mean());
    assertEquals(List.of(1f, 1f, 1f), steps.scaling().std());
    assertEquals(ChannelOrder.RGB, steps.channelOrder());
    ServingProperties none = new ServingProperties(Map.of());
    assertFalse(none.applySoftmax());
    assertEquals("synset.txt", none.synsetFileName());
  }

  @Test
  void readsEveryKey() {
    String text =
        """
        width=299
        height=199
        resizeShort=320
        centerCrop=true
        toTensor=false
        normalize=1,2,3,4,5,6
        channelOrder=bgr
        """;
    Preprocessing steps = read(text);
    assertEquals(299, steps.width());
    assertEquals(199, steps.height());
    assertEquals(320, steps.resizing().resizeShort());
    assertTrue(steps.resizing().centerCrop());
    assertEquals(1f, steps.scaling().scale());
    assertEquals(List.of(1f, 2f, 3f), steps.scaling().mean());
    assertEquals(List.of(4f, 5f, 6f), steps.scaling().std());
    assertEquals(ChannelOrder.BGR, steps.channelOrder());
    ServingProperties rest =
        new ServingProperties(values("applySoftmax=true\nsynsetFileName=names.txt"));
    assertTrue(rest.applySoftmax());
    assertEquals("names.txt", rest.synsetFileName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "true; 224; 224",
        "256; 256; 256",
        "300,200; 300; 200",
        "300.0 , 200.0; 300; 200",
        "300,200,BILINEAR; 300; 200"
      })
  void resizesToASize(String value, int width, int height) {
    assertEquals(new Size(width, height), read("resize=" + value).resizing().resize());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"true; 320", "256; 256", "256,-1; 256", "256,-1,bilinear; 256"})
  void bringsTheShortSideToALength(String value, int length) {
    assertEquals(length, read("width=320\nresizeShort=" + value).resizing().resizeShort());
  }

  @Test
  void normalisesAsImageNetOnTrue() {
    Preprocessing steps = read("normalize=true");
    assertEquals(List.of(0.485f, 0.456f, 0.406f), steps.scaling().mean());
    assertEquals(List.of(0.229f, 0.224f, 0.225f), steps.scaling().std());
  }

  @Test
  void threeNumbersAreMeans() {
    Preprocessing steps = read("toTensor=false\nnormalize=103.939, 116.779, 123.68");
    assertEquals(List.of(103.939f, 116.779f, 123.68f), steps.scaling().mean());
    assertEquals(List.of(1f, 1f, 1f), steps.scaling().std());
  }

  @Test
  void rangesScaleLevels() {
    Preprocessing unit = read("toTensor=false\nrange=0,1");
    assertEquals(List.of(0f, 0f, 0f), unit.scaling().mean());
    assertEquals(List.of(255f, 255f, 255f), unit.scaling().std());
    Preprocessing signed = read("toTensor=false\nrange=-1, 1");
    assertEquals(List.of(128f, 128f, 128f), signed.scaling().mean());
    assertEquals(List.of(128f, 128f, 128f), signed.scaling().std());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "width=wide; width=wide",
        "width=0; width=0",
        "height=99999; height=99999",
        "resize=1,2,3,4; too many parts",
        "resize=224,224,NEAREST; BILINEAR",
        "resize=x; resize=x",
        "resizeShort=256,512; longest side",
        "centerCrop=yes; centerCrop=yes",
        "toTensor=1; toTensor=1",
        "normalize=1,2; three means",
        "normalize=a,b,c; a is no number",
        "normalize=0,0,0,1,0,1; above 0",
        "normalize=0,0,NaN,1,1,1; NaN is no number",
        "channelOrder=GBR; RGB or BGR",
        "pad=true; pad=true is not supported",
        "centerFit=true; centerFit=true is not supported",
        "range=0,1; toTensor=false",
        "range=0,2; range=0,2",
        "interpolation=nearest; expected one of [bilinear, bicubic, lanczos]",
        "cropPct=1.1; cropPct=1.1: expected a share, 0.1 to 1",
        "cropPct=NaN; cropPct=NaN",
        "cropPct=; cropPct=",
        "cropMode=middle; expected one of [center, squash, border]",
      })
  void whatIsNotUnderstoodIsNamed(String line, String words) {
    String message = assertThrows(IllegalArgumentException.class, () -> read(line)).getMessage();
    assertTrue(message.contains(words), message);
  }

  /** As timm's {@code pretrained_cfg} has them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cropPct=0.95;short 235, crop",
        "cropPct=0.95 interpolation=bicubic;short 235, crop, bicubic",
        "cropMode=center;short 256, crop",
        "cropMode=squash cropPct=1.0;224x224, crop",
        "cropMode=BORDER cropPct=0.9 interpolation=LANCZOS;within 248x248, crop, lanczos",
        "width=320 cropPct=0.875;covering 365x256, crop",
        "interpolation=bicubic;squeeze, bicubic",
        "interpolation=bicubic resizeShort=256 centerCrop=true;short 256, crop, bicubic",
        "cropPct=0.95 resizeShort=235 centerCrop=true;short 235, crop"
      })
  void timmsKeys(String keys, String resizing) {
    assertEquals(resizing, read(keys.replace(' ', '\n')).resizing().toString());
  }

  @Test
  void sharesAndLengthsAgree() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> read("cropPct=0.95\nresizeShort=256\ncenterCrop=true"))
            .getMessage();
    assertEquals(
        "cropPct and resizeShort exclude each other here: one says short 235, crop, the other short"
            + " 256, crop",
        message);
  }

  @Test
  void normalizeAndRangeExcludeEachOther() {
    assertThrows(
        IllegalArgumentException.class, () -> read("toTensor=false\nrange=0,1\nnormalize=true"));
  }

  private static Preprocessing read(String text) {
    return new ServingProperties(values(text)).preprocessing();
  }

  private static Map<String, String> values(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, properties::getProperty));
  }
}
