/**
 * Images that are larger than the model sees, or whose numbers are no colours yet: {@link
 * io.github.resnet50.image.scene.SceneOptions} says what is made of each file of a walk, {@link
 * io.github.resnet50.image.scene.Scene} makes it. What comes out are sources of images like any
 * others, so that nothing behind the walk knows of it.
 */
package io.github.resnet50.image.scene;
