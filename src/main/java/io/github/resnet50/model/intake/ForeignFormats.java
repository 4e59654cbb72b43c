package io.github.resnet50.model.intake;

import io.github.resnet50.basics.Text;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Models in other formats than TensorFlow's SavedModel: what they are, and how one comes of them.
 */
final class ForeignFormats {
  private ForeignFormats() {}

  /**
   * What a file is, and what to do with it, to follow "FILE is "; empty for a file that may be an
   * archive of a SavedModel.
   */
  static Optional<String> advice(Path file) {
    String name = file.getFileName().toString();
    return Optional.ofNullable(
        switch (suffix(name)) {
          case "keras", "h5", "hdf5" ->
              "a Keras model; in Python, model = keras.models.load_model(\"%s\") and"
                      .formatted(name.replace("\"", "\\\""))
                  + " model.export(\"DIR\") make a SavedModel of it: import DIR";
          case "onnx" -> "an ONNX model: import it by its name";
          case "safetensors" -> "a file of weights: import it by its name";
          case "pt", "pth", "ckpt", "bin" ->
              "what PyTorch pickles, which is a program and never read here; in Python,"
                  + " w = torch.load(\"%s\", map_location=\"cpu\", weights_only=True) and"
                      .formatted(name.replace("\"", "\\\""))
                  + " safetensors.torch.save_file(w, \"model.safetensors\") make weights of it that"
                  + " are: import model.safetensors";
          case "tflite" ->
              "a TensorFlow Lite model, which does not turn back into a SavedModel: import the one"
                  + " that it was made of";
          case "pbtxt" -> "a graph as text: save it as a SavedModel, with saved_model.pb";
          case "pb" ->
              name.equals("saved_model.pb")
                  ? "the graph of a SavedModel, which needs its folder: import "
                      + Text.quoted(String.valueOf(file.toAbsolutePath().getParent()))
                  : "a graph alone; TensorFlow's tf.saved_model.save makes a SavedModel, a folder"
                      + " with saved_model.pb: import that folder";
          default -> null;
        });
  }

  private static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
