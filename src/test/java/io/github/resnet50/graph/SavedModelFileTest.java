package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

class SavedModelFileTest {

  @TempDir Path directory;

  private void write(String tag, String... signatures) throws Exception {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getMetaInfoDefBuilder().addTags(tag);
    for (String signature : signatures) {
      meta.putSignatureDef(signature, SignatureDef.getDefaultInstance());
    }
    SavedModel model = SavedModel.newBuilder().addMetaGraphs(meta).build();
    Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
  }

  private void writeTagged(List<List<String>> tags) throws Exception {
    SavedModel.Builder model = SavedModel.newBuilder();
    for (List<String> each : tags) {
      MetaGraphDef.Builder meta = model.addMetaGraphsBuilder();
      meta.getMetaInfoDefBuilder().addAllTags(each);
      meta.putSignatureDef("serving_default", SignatureDef.getDefaultInstance());
    }
    Files.write(directory.resolve("saved_model.pb"), model.build().toByteArray());
  }

  /** TensorFlow takes the first graph whose set of tags is {serve}. */
  @Test
  void comparesTagsAsTheLoaderDoes() throws Exception {
    writeTagged(List.of(List.of("train"), List.of("serve", "serve"), List.of("serve", "gpu")));
    SavedModelFile file = SavedModelFile.read(directory, null);
    assertEquals(2, file.metaGraph().getMetaInfoDef().getTagsCount());
    assertEquals(3, file.metaGraphs().size());
    writeTagged(List.of(List.of("serve", "serve"), List.of("serve")));
    assertTrue(failure(null).contains("has 2 graphs tagged 'serve'"), failure(null));
  }

  private String failure(String wanted) {
    return assertThrows(SavedModelException.class, () -> SavedModelFile.read(directory, wanted))
        .getMessage();
  }

  @Test
  void choosesTheUsualSignature() throws Exception {
    write("serve", "__saved_model_init_op", "other", "serving_default", "serve");
    assertEquals("serving_default", SavedModelFile.read(directory, null).signatureName());
    assertEquals("other", SavedModelFile.read(directory, "other").signatureName());
    write("serve", "__saved_model_init_op", "only");
    assertEquals("only", SavedModelFile.read(directory, null).signatureName());
    write("serve", "a", "serve");
    assertEquals("serve", SavedModelFile.read(directory, null).signatureName());
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertTrue(failure(null).contains("has no saved_model.pb"));
    write("train", "serving_default");
    assertTrue(failure(null).contains("no graph tagged 'serve', but [[train]]"), failure(null));
    write("serve", "a", "b");
    assertTrue(failure(null).contains("name one of [a, b]"), failure(null));
    assertTrue(failure("c").contains("no signature 'c', but [a, b]"), failure("c"));
    write("serve");
    assertTrue(failure(null).contains("no serving signature"), failure(null));
    Files.writeString(directory.resolve("saved_model.pb"), "not a model at all");
    assertTrue(failure(null).contains("damaged or not a SavedModel"), failure(null));
  }

  @Test
  void wantsExactlyOneInput() throws Exception {
    SignatureDef two =
        SignatureDef.newBuilder()
            .putInputs("image", TensorInfo.getDefaultInstance())
            .putInputs("training", TensorInfo.getDefaultInstance())
            .build();
    SavedModelFile file =
        new SavedModelFile(directory, MetaGraphDef.getDefaultInstance(), List.of(), "s", two);
    Exception e = assertThrows(SavedModelException.class, file::input);
    assertTrue(e.getMessage().contains("2 inputs [image, training]"), e.getMessage());
  }
}
