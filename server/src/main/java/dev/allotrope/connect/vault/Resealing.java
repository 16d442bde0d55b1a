package dev.allotrope.connect.vault;

import java.util.function.IntSupplier;

/// How one package seals with the first key what it sealed with another. Done at each start, so that a key that
/// is not the first any more can be taken away.
///
/// @param what kind of secrets these are
/// @param work says how many were sealed anew; done again, it finds none
public record Resealing(String what, IntSupplier work) {}
