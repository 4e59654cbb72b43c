package io.github.resnet50.model.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.util.JsonUtils;
import com.google.gson.reflect.TypeToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path folder;

  private String written(String json, String synset) throws Exception {
    Map<String, Object> arguments =
        JsonUtils.GSON.fromJson(json, new TypeToken<Map<String, Object>>() {}.getType());
    ModelFolder.writeProperties(folder, arguments, synset);
    return Files.readString(folder.resolve("serving.properties"));
  }

  @Test
  void mobileNetKeepsItsRange() throws Exception {
    assertEquals(
        "height=224\nrange=-1,1\nresize=true\ntoTensor=false\nwidth=224\n",
        written(
            "{'width': 224, 'height': 224, 'resize': true, 'toTensor': false, 'range': '-1,1'}",
            "synset.txt"));
  }

  @Test
  void wholeNumbersStayWhole() throws Exception {
    assertEquals("pad=0.5\nwidth=299\n", written("{'width': 299, 'pad': 0.5}", null));
  }

  @Test
  void meansAloneAreWhatDjlReadsAsSixNumbers() throws Exception {
    assertEquals(
        "normalize=103.939,116.779,123.68,1,1,1\n",
        written("{'normalize': '103.939,116.779,123.68'}", null));
  }

  @Test
  void labelsOfAnotherNameAreNamed() throws Exception {
    assertEquals("synsetFileName=labels.txt\n", written("{}", "labels.txt"));
  }
}
