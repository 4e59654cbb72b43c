package io.github.resnet50.image.scene;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageSource;

/**
 * A tile of a scene.
 *
 * @param x its first column in the scene
 * @param y its first row
 */
public record TileSource(Scene scene, int x, int y, int width, int height) implements ImageSource {
  @Override
  public byte[] read() throws ImageException {
    return PlainTiff.of(scene.pixels(this), x, y);
  }

  /** Of the scene's file. */
  @Override
  public Stat stat() {
    return scene.file().stat();
  }

  @Override
  public void release() {
    scene.done(this);
  }

  /** Where it lies. */
  @Override
  public String part() {
    return x + "," + y;
  }

  /** Another tile of the same file has another. */
  @Override
  public String state() {
    return scene.file().state() + " " + x + "," + y + " " + width + "x" + height;
  }
}
