package io.github.resnet50.model.verify;

import io.github.resnet50.image.ImageFailure;

/** Hears how a verification gets on, from several threads; must be quick. */
public interface VerificationListener {
  /** Hears nothing. */
  VerificationListener NONE =
      new VerificationListener() {
        @Override
        public void planned(long predictions) {}

        @Override
        public void predicted(int more) {}

        @Override
        public void failed(String image, ImageFailure failure) {}
      };

  /** So many predictions it will be in all; may be told again when it becomes fewer. */
  void planned(long predictions);

  /** More predictions are made. */
  void predicted(int more);

  /** An image cannot be used, and is left out for every candidate. */
  void failed(String image, ImageFailure failure);
}
