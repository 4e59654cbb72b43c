package io.github.resnet50.cli;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.model.verify.VerificationListener;

/** A verification's progress on standard error. */
record VerifyConsole(RunConsole console) implements VerificationListener {
  @Override
  public void planned(long predictions) {
    console.walkEnded(predictions);
  }

  @Override
  public void predicted(int more) {
    console.done(more);
  }

  @Override
  public void failed(String image, ImageFailure failure) {
    console.note(image + ": " + failure);
  }
}
