/**
 * Images sorted into folders by what a run found in them, and back again. A {@link
 * io.github.resnet50.organize.Planner} says where each image goes, an {@link
 * io.github.resnet50.organize.Organizer} puts it there, and an {@link
 * io.github.resnet50.organize.Undoer} takes all of it back by the undo file, which knows of
 * everything before it is done.
 */
package io.github.resnet50.organize;
