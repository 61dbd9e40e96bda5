// The classes that are called the same in the old build and in the new one.
#pragma once

#define RDX_PAIRS_IN_BOTH(X) \
  X(FieldMore)               \
  X(FieldRetired)            \
  X(FieldRenamed)            \
  X(BoolWidened)             \
  X(ElementsWidened)         \
  X(AnyReferred)             \
  X(AncestorReferred)        \
  X(NumberNamed)             \
  X(NameTaken)               \
  X(ValueMore)               \
  X(ValueRenamed)            \
  X(FirstParent)             \
  X(ParentBetween)           \
  X(FieldMovedUp)            \
  X(IndexMore)               \
  X(DefaultMore)             \
  X(OrderAndWords)           \
  X(EnumRenamed)
