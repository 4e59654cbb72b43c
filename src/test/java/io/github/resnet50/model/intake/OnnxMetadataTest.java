package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.Label;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files of ONNX say of themselves. */
class OnnxMetadataTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  private OnnxMetadata of(Map<String, String> metadata) throws OnnxException {
    return OnnxMetadata.of(metadata, notes::add);
  }

  private List<String> names(String key, String value) throws OnnxException {
    return of(Map.of(key, value)).labels().stream().map(Label::name).toList();
  }

  @Test
  void labelsComeInSeveralWays() throws Exception {
    assertEquals(List.of("cat", "dog's"), names("names", "{0: 'cat', 1: \"dog's\"}"));
    assertEquals(List.of("cat", "dog"), names("names", "{1: 'dog', 0: 'cat'}"));
    assertEquals(List.of("cat", "dog"), names("Classes", "['cat', 'dog']"));
    assertEquals(List.of("cat", "dog"), names("class_names", "[\"cat\", \"dog\"]"));
    assertEquals(List.of("cat", "dog"), names("id2label", "{\"0\": \"cat\", \"1\": \"dog\"}"));
    assertEquals(List.of("cat", "dog"), names("labels", "cat, dog"));
    assertEquals(
        List.of("tench, Tinca tinca", "dog"), names("labels", "tench, Tinca tinca\ndog\n"));
    assertEquals(List.of("a b", "dog"), names("labels", "[\"a\\nb\", \"dog\"]"));
    assertEquals(List.of(), names("classes", "1000"));
    assertEquals(List.of(), notes);
    assertEquals(List.of(), names("names", "{0: 'cat', 2: 'dog'}"));
    assertEquals(List.of(), names("names", "[{]"));
    assertEquals(List.of(), names("names", "[{\"name\": \"cat\"}]"));
    assertEquals(List.of(), names("names", "{\"0\": null}"));
    assertEquals(4, notes.size(), notes.toString());
    assertTrue(notes.get(2).endsWith("{\"name\":\"cat\"} is no class name"), notes.get(2));
    assertTrue(notes.get(0).contains("has 2 classes, but no number 1"), notes.get(0));
  }

  @Test
  void theInputIsSaidAsTimmSaysIt() throws Exception {
    assertEquals(
        Map.of("height", "160", "width", "224"), of(Map.of("imgsz", "[160, 224]")).properties());
    assertEquals(
        Map.of("height", "288", "width", "288"),
        of(Map.of("input_size", "(3, 288, 288)")).properties());
    Map<String, String> scaling =
        of(Map.of("mean", "[0.485, 0.456, 0.406]", "std", "[0.229, 0.224, 0.225]")).properties();
    assertEquals("123.675,116.28,103.53,58.395,57.12,57.375", scaling.get("normalize"));
    assertEquals(
        scaling,
        of(Map.of("image_mean", "123.675 116.28 103.53", "image_std", "58.395 57.12 57.375"))
            .properties());
    Map<String, String> crop =
        of(Map.of("crop_pct", "0.95", "interpolation", "bicubic")).properties();
    assertEquals("bicubic", crop.get("interpolation"));
    assertEquals(0.95, Double.parseDouble(crop.get("cropPct")), 1e-6);
    assertEquals(Map.of(), of(Map.of("mean", "average", "imgsz", "large")).properties());
  }

  @Test
  void soAreOnnxsOwnKeys() throws Exception {
    Map<String, String> vision =
        Map.of(
            "Image.BitmapPixelFormat", "Bgr8",
            "Image.ColorSpaceGamma", "SRGB",
            "Image.NominalPixelRange", "NominalRange_0_255");
    assertEquals("BGR", of(vision).properties().get("channelOrder"));
    assertEquals("false", of(vision).properties().get("toTensor"));
  }

  @Test
  void classifiersOfUltralyticsSeeTheMiddleSquare() throws Exception {
    OnnxMetadata yolo =
        of(
            Map.of(
                "author", "Ultralytics",
                "task", "classify",
                "imgsz", "[224, 224]",
                "names", "{0: 'cat', 1: 'dog'}"));
    assertEquals(UsualScaling.UNIT, yolo.usualScaling());
    assertEquals(1, Double.parseDouble(yolo.properties().get("cropPct")));
    String refusal =
        assertThrows(OnnxException.class, () -> of(Map.of("task", "detect"))).getMessage();
    assertEquals(
        "its metadata says that its task is 'detect'; a classifier of images is needed", refusal);
  }

  @Test
  void whatLiesBesideTheFileCountsMore() throws Exception {
    OnnxMetadata said =
        of(Map.of("mean", "0 0 0", "std", "1 1 1", "crop_pct", "1", "names", "cat,dog"));
    ModelFiles files = new ModelFiles(folder, folder, folder, said);
    assertEquals("the file's metadata", GivenProperties.of(files).source());
    assertEquals("the file's metadata", ClassLabels.of(files, null, null).source());
    Files.writeString(folder.resolve("serving.properties"), "resizeShort=20\ncenterCrop=true\n");
    Files.writeString(folder.resolve("labels.txt"), "lion\nwolf\n");
    GivenProperties both = GivenProperties.of(files);
    assertEquals("serving.properties and the file's metadata", both.source());
    assertEquals("20", both.values().get("resizeShort"));
    assertTrue(both.saysScaling());
    assertTrue(!both.values().containsKey("cropPct"), both.toString());
    assertEquals("labels.txt", ClassLabels.of(files, null, null).source());
  }
}
