package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ServingProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimmConfigTest {
  @TempDir Path folder;

  private Optional<TimmConfig> read(String config, String preprocessor) throws Exception {
    if (config != null) {
      Files.writeString(folder.resolve("config.json"), config);
    }
    if (preprocessor != null) {
      Files.writeString(folder.resolve("preprocessor_config.json"), preprocessor);
    }
    return TimmConfig.of(new ModelFiles(folder, folder, null));
  }

  private Preprocessing preprocessing(String config, String preprocessor) throws Exception {
    return new ServingProperties(read(config, preprocessor).orElseThrow().properties())
        .preprocessing();
  }

  private String refusal(String config, String preprocessor) {
    return assertThrows(ModelException.class, () -> read(config, preprocessor)).getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "in1k, 1000, true",
    "sw_in12k_ft_in1k_288, 1000, true",
    "in21k, 1000, false",
    "a1_in1k_pets, 1000, false",
    "a1_in1k, 37, false"
  })
  void takesImageNetsLabelsWhereTheTagSaysSo(String tag, int classes, boolean taken)
      throws Exception {
    String config =
        """
        {"architecture": "resnet50", "pretrained_cfg": {"tag": "%s", "num_classes": %d}}
        """
            .formatted(tag, classes);
    assertEquals(taken ? 1000 : 0, read(config, null).orElseThrow().labels().size());
  }

  @Test
  void readsWhatTimmPublishes() throws Exception {
    TimmConfig config =
        read(
                """
                {"architecture": "resnet50", "num_classes": 1000, "num_features": 2048,
                 "pretrained_cfg": {"tag": "x_in1k", "input_size": [3, 224, 224],
                   "test_input_size": [3, 288, 288], "interpolation": "bicubic",
                   "crop_pct": 0.95, "test_crop_pct": 1.0, "crop_mode": "center",
                   "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
                   "num_classes": 1000, "pool_size": [7, 7], "classifier": "fc"}}
                """,
                null)
            .orElseThrow();
    assertEquals("config.json", config.source());
    assertEquals("resnet50", config.architecture());
    assertEquals(1000, config.classes());
    assertEquals(1000, config.labels().size());
    assertEquals(new Label("n01440764", "tench"), config.labels().get(0));
    assertEquals(new Label("n02123045", "tabby"), config.labels().get(281));
    assertEquals(new Label("n15075141", "toilet tissue"), config.labels().get(999));
    assertEquals("--width 288 --height 288 --resize 288", config.tested());
    Preprocessing preprocessing = new ServingProperties(config.properties()).preprocessing();
    assertEquals("short 235, crop, bicubic", preprocessing.resizing().toString());
    assertTrue(preprocessing.scaling().sameAs(UsualScaling.TORCH.scaling(ChannelOrder.RGB)));
    assertEquals(224, preprocessing.width());
  }

  /** As timm wrote it before there was a {@code pretrained_cfg}. */
  @Test
  void readsItWithoutALevelBetween() throws Exception {
    Preprocessing preprocessing =
        preprocessing(
            """
            {"architecture": "x", "input_size": [3, 160, 192], "crop_pct": 0.875,
             "interpolation": "bilinear", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.5, 1]}
            """,
            null);
    assertEquals(192, preprocessing.width());
    assertEquals(160, preprocessing.height());
    assertNull(read(null, null).orElseThrow().tested());
    assertEquals("covering 219x182, crop", preprocessing.resizing().toString());
    assertEquals(List.of(0.25f, 0.5f, 1f), preprocessing.scaling().std());
  }

  @Test
  void readsCropModes() throws Exception {
    String pattern =
        "{\"pretrained_cfg\": {\"input_size\": [3, 100, 100], \"crop_pct\": 1, \"crop_mode\":"
            + " \"%s\"}}";
    assertEquals(
        "100x100, crop", preprocessing(pattern.formatted("squash"), null).resizing().toString());
    assertEquals(
        "within 100x100, crop",
        preprocessing(pattern.formatted("border"), null).resizing().toString());
  }

  @Test
  void readsWhatTransformersPublishes() throws Exception {
    String labels = "{\"id2label\": {\"1\": \"bee\", \"0\": \"ant\"}}";
    // ConvNeXt's, which ResNets have too.
    assertEquals(
        "short 256, crop, bicubic",
        preprocessing(labels, "{\"crop_pct\": 0.875, \"size\": 224, \"resample\": 3}")
            .resizing()
            .toString());
    TimmConfig config = TimmConfig.of(new ModelFiles(folder, folder, null)).orElseThrow();
    assertEquals(List.of(new Label("ant", "ant"), new Label("bee", "bee")), config.labels());
    assertEquals(2, config.classes());
    assertEquals("config.json and preprocessor_config.json", config.source());
    // The same at 384, where it does not crop.
    assertEquals(
        "384x384, crop",
        preprocessing(
                null, "{\"crop_pct\": 0.875, \"size\": {\"shortest_edge\": 384}, \"resample\": 2}")
            .resizing()
            .toString());
    // ViT's.
    Preprocessing vit =
        preprocessing(
            null,
            """
            {"do_normalize": true, "do_rescale": true, "do_resize": true,
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "resample": 2,
             "rescale_factor": 0.00392156862745098, "size": {"height": 224, "width": 224}}
            """);
    assertEquals("224x224, crop", vit.resizing().toString());
    assertTrue(vit.scaling().sameAs(UsualScaling.TF.scaling(ChannelOrder.RGB)));
    // CLIP's and many others'.
    assertEquals(
        "short 232, crop, lanczos",
        preprocessing(
                null,
                """
                {"do_center_crop": true, "crop_size": {"height": 224, "width": 224},
                 "size": {"shortest_edge": 232}, "resample": 1}
                """)
            .resizing()
            .toString());
  }

  @Test
  void passesOverWhatIsNotOfItsKind() throws Exception {
    assertEquals(Optional.empty(), read(null, null));
    assertEquals(Optional.empty(), read("{\"mean\": 3, \"name\": \"x\"}", "{}"));
  }

  @Test
  void namesWhatItCannotUse() {
    assertEquals(
        "config.json: interpolation is \"nearest\"; expected one of [bilinear, bicubic, lanczos]",
        refusal("{\"interpolation\": \"nearest\"}", null));
    assertEquals(
        "config.json: mean is [1,2]; expected a number a channel",
        refusal("{\"mean\": [1, 2], \"std\": [1, 2]}", null));
    assertEquals(
        "config.json: mean is [\"a\"]; expected numbers",
        refusal("{\"mean\": [\"a\"], \"std\": [1]}", null));
    assertEquals(
        "config.json: input_size is [3,0,224]; expected whole pixels",
        refusal("{\"input_size\": [3, 0, 224]}", null));
    assertTrue(refusal("{", null).startsWith("cannot read " + folder.resolve("config.json")));
    assertTrue(refusal("[]", null).startsWith("config.json is no JSON object"));
    assertEquals(
        "preprocessor_config.json: resample is 0; expected one of [bilinear, bicubic, lanczos]",
        refusal("{}", "{\"size\": 224, \"resample\": 0}"));
    assertEquals(
        "preprocessor_config.json: rescale_factor is 0.5; expected 1/255",
        refusal("{}", "{\"do_rescale\": true, \"rescale_factor\": 0.5}"));
  }

  @Test
  void leavesOutWhatIsNotSaid() throws Exception {
    assertEquals(
        Map.of("width", "224", "height", "224"),
        read("{\"input_size\": [3, 224, 224]}", null).orElseThrow().properties());
  }
}
