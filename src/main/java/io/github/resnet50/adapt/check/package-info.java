/** What can be said of a head and of the images it was made from, each by a rule that is told. */
package io.github.resnet50.adapt.check;
