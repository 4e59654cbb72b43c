/**
 * What tests of several packages need: {@link io.github.resnet50.testing.SharedFiles test material}
 * beside the project, {@link io.github.resnet50.testing.Folders what folders hold}, {@link
 * io.github.resnet50.testing.Json files of JSON}, and {@link
 * io.github.resnet50.testing.RestoreLocale the locale} as it was.
 */
package io.github.resnet50.testing;
