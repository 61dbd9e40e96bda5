// The twenty classes, as the new build has them.
#pragma once

#include "pairs.rdx.h"

#define RDX_PAIRS(X)  \
  X(FieldMore)        \
  X(FieldRetired)     \
  X(FieldRenamed)     \
  X(Renamed)          \
  X(OtherName)        \
  X(BoolWidened)      \
  X(ElementsWidened)  \
  X(AnyReferred)      \
  X(AncestorReferred) \
  X(NumberNamed)      \
  X(NameTaken)        \
  X(ValueMore)        \
  X(ValueRenamed)     \
  X(FirstParent)      \
  X(ParentBetween)    \
  X(FieldMovedUp)     \
  X(IndexMore)        \
  X(DefaultMore)      \
  X(OrderAndWords)    \
  X(EnumRenamed)
