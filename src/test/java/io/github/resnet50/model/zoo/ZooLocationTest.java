package io.github.resnet50.model.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.ModelException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooLocationTest {
  private static ZooLocation of(String value) throws ModelException {
    return ZooLocation.of(Map.of("RESNET50_ZOO", value));
  }

  @Test
  void isDjlsUnlessTheUserSaysOtherwise() throws Exception {
    assertEquals(ZooLocation.DJL, ZooLocation.of(Map.of()));
    assertEquals(ZooLocation.DJL, of(" "));
    assertEquals(URI.create("http://127.0.0.1/a/"), of("http://127.0.0.1/a").uri());
    assertEquals(
        URI.create("http://127.0.0.1/"),
        ZooLocation.of(Map.of("DJL_REPO_URL", "http://127.0.0.1")).uri());
  }

  @Test
  void mayBeAFolder(@TempDir Path folder) throws Exception {
    assertEquals(folder.toUri(), of(folder.toString()).uri());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no/such/folder", "ftp://127.0.0.1/", "http://127.0.0.1/a b", ":"})
  void sayingSomethingElseIsAnError(String value) {
    ModelException e = assertThrows(ModelException.class, () -> of(value));
    assertTrue(e.getMessage().startsWith("RESNET50_ZOO=" + value), e.getMessage());
  }

  @Test
  void aCopyHasUnderItsOwnAddressWhatDjlHasUnderDjls() {
    ZooLocation copy = new ZooLocation(URI.create("http://127.0.0.1/copy/"));
    URI folder = URI.create("model/resnet/");
    assertEquals(
        URI.create("http://127.0.0.1/copy/model/synset.txt"),
        copy.resolve(folder, ZooLocation.DJL.uri() + "model/synset.txt"));
    assertEquals(
        URI.create("http://127.0.0.1/copy/model/resnet/0.0.1/a.zip"),
        copy.resolve(folder, "0.0.1/a.zip"));
  }

  @Test
  void weightsAreAtHuggingFaceUnlessTheUserSaysOtherwise() throws Exception {
    URI folder = URI.create("https://huggingface.co/timm/a/resolve/main/");
    assertEquals(folder + "b", ZooLocation.ofWeights(Map.of()).mirrored(folder, "b").toString());
    assertEquals(
        "http://127.0.0.1/hf/timm/a/resolve/main/b",
        ZooLocation.ofWeights(Map.of("HF_ENDPOINT", "http://127.0.0.1/hf"))
            .mirrored(folder, "b")
            .toString());
    assertEquals(
        "http://127.0.0.1/zoo/",
        ZooLocation.ofWeights(
                Map.of("HF_ENDPOINT", "http://x/", "RESNET50_ZOO", "http://127.0.0.1/zoo"))
            .uri()
            .toString());
    assertEquals(
        ZooLocation.HUGGING_FACE, ZooLocation.ofWeights(Map.of("DJL_REPO_URL", "http://x/")));
  }
}
