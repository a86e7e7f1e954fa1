/**
 * How the simulated Mistral is told to behave: how long answers take, what they say, and which calls go wrong in which
 * way. Values only, and their JSON form; nothing here touches the network.
 */
@NullMarked
package dev.alize.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
