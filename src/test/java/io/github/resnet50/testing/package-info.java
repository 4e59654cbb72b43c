/**
 * What tests of several packages need: {@link io.github.resnet50.testing.SharedFiles test material}
 * beside the project, {@link io.github.resnet50.testing.Folders what folders hold}, and {@link
 * io.github.resnet50.testing.Json files of JSON}.
 */
package io.github.resnet50.testing;
