package io.github.resnet50.model.intake;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.Endpoints;
import io.github.resnet50.graph.fromonnx.OnnxImport;
import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.graph.onnx.file.OnnxFile;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes a SavedModel of a file of ONNX, which then goes the way of any other.
 *
 * @param engine that knows the operations of SavedModels
 */
record OnnxIntake(ImportRequest request, Engine engine) {

  /** Whether a file is one of ONNX, by its name. */
  static boolean takes(Path source) {
    String name = source.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(OnnxFile.SUFFIX) && Files.isRegularFile(source);
  }

  /**
   * Writes the SavedModel.
   *
   * @return the folder with it, and what lies beside the file
   */
  ModelFiles into(Path folder) throws ModelException, IOException {
    Path source = request.source();
    try {
      OnnxFile file = OnnxFile.read(source);
      Endpoints ends =
          Endpoints.of(
              file,
              new Endpoints.Asked(
                  request.graph().output(), request.input().width(), request.input().height()));
      engine.start();
      OnnxImport.write(file, ends, folder);
      return new ModelFiles(folder, folder, source.toAbsolutePath().getParent());
    } catch (OnnxException | UnpreparableModelException e) {
      throw new ModelException(source + ": " + e.getMessage(), e);
    }
  }
}
