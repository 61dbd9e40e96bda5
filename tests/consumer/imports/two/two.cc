#include <iostream>

#include "base.rdx.h"
#include "own.rdx.h"

int main() {
  base::Thing thing;
  own::Own own;
  own.of = thing;
  std::cout << (own.of ? "something" : "nothing") << '\n';
}
